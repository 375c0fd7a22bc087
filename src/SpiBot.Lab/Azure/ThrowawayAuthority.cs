using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SpiBot.Lab.Azure;

/// <summary>
/// A certificate authority that lives as long as the Lab: it signs one certificate for <c>localhost</c>. Its own certificate lies as PEM in a temporary folder, for
/// <c>SSL_CERT_FILE</c> of the processes that shall trust it; nothing is put into the machine's trust store.
/// </summary>
public sealed class ThrowawayAuthority : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spibot-lab-ca-");

    public ThrowawayAuthority(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var from = time.GetUtcNow().AddDays(-1);
        var until = time.GetUtcNow().AddDays(7);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SpiBot Lab (throwaway)", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(from, until);

        Certificate = X509CertificateLoader.LoadCertificate(authority.Export(X509ContentType.Cert));
        Server = SignForLocalhost(authority, from, until);
        File = Path.Combine(folder.FullName, "ca.pem");
        System.IO.File.WriteAllText(File, Certificate.ExportCertificatePem());
    }

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The server's certificate with its key: localhost, 127.0.0.1, ::1.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>The authority's certificate as a PEM file.</summary>
    public string File { get; }

    /// <summary>Does the certificate chain to this authority? For clients inside this process, which cannot get an <c>SSL_CERT_FILE</c> any more.</summary>
    public bool Signed(X509Certificate2? certificate)
    {
        if (certificate is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Server.Dispose();
        folder.Refresh();
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }
    }

    private static X509Certificate2 SignForLocalhost(
        X509Certificate2 authority,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], false)
        );
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false)
        );
        using var certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        // Windows' TLS wants a key that was loaded, not an ephemeral one.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
