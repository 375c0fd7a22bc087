using Azure.Core.Pipeline;
using Azure.Identity;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

/// <summary>How Azure's clients inside this process reach the stand-in (a process of its own gets SSL_CERT_FILE instead).</summary>
internal static class AzureClients
{
    public static HttpClientTransport Transport(AzureStandIn azure)
    {
        var handler = new SocketsHttpHandler();
        azure.TrustBy(handler);
        return new HttpClientTransport(handler);
    }

    public static ClientSecretCredentialOptions Options(AzureStandIn azure) =>
        new()
        {
            AuthorityHost = azure.Origin,
            DisableInstanceDiscovery = true,
            Transport = Transport(azure),
        };
}
