using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using SpiBot.Gateways.Credentials;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The ways to log in with one secret, so that a server gets to see it once. SSH.NET would go on to keyboard-interactive after a refused
/// password; on a box with AAA two refused tries can lock the account. It asks the server first what it allows (method "none") and takes
/// the first of ours that is; every later one refuses by itself. With a key, a password is shown only where the server took the key and wants both.
/// </summary>
/// <param name="mayShow">Asked right before the server is shown anything; it may wait. False: the secret is not to be shown.</param>
internal sealed class OneLoginTry(string user, GatewaySecret secret, Func<bool> mayShow)
{
    private readonly Lazy<bool> may = new(mayShow);
    private volatile bool spent;
    private volatile bool over;

    /// <summary>The server has been shown the secret: whatever goes wrong before it lets us in must pass for a refusal, or somebody would try again.</summary>
    public bool Spent => spent;

    /// <summary>
    /// To be given to one connection, in this order. Nobody disposes of them, nor may: after a login has ended a thread of SSH.NET may still answer a
    /// prompt. What they hold goes with them.
    /// </summary>
    /// <exception cref="SshException">The private key cannot be read. The text of the exception may quote it.</exception>
    public AuthenticationMethod[] Methods()
    {
        var methods = new List<AuthenticationMethod>();
        if (secret.PrivateKey is { } pem)
        {
            methods.Add(new Once(this, new PrivateKeyAuthenticationMethod(user, Key(pem))));
        }

        if (secret.Password is { } password)
        {
            var interactive = new KeyboardInteractiveAuthenticationMethod(user);
            interactive.AuthenticationPrompt += (_, asked) => Answer(asked, password);
            methods.Add(new Once(this, new PasswordAuthenticationMethod(user, password)));
            methods.Add(new Once(this, interactive));
        }

        return [.. methods];
    }

    private PrivateKeyFile Key(string pem)
    {
        // A key that went through a form or a variable may have lost its line end.
        using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(pem.TrimEnd() + "\n"));
        return string.IsNullOrEmpty(secret.Passphrase)
            ? new PrivateKeyFile(bytes)
            : new PrivateKeyFile(bytes, secret.Passphrase);
    }

    private void Answer(AuthenticationPromptEventArgs asked, string password)
    {
        foreach (var prompt in asked.Prompts)
        {
            // "Password:" again after the first answer is how some AAA servers say that it was wrong; "Passcode:" wants something we do not have.
            if (prompt.IsEchoed || over)
            {
                throw new SshAuthenticationException("The server asked for more than one secret.");
            }

            (spent, over) = (true, true);
            prompt.Response = password;
        }
    }

    private sealed class Once(OneLoginTry login, AuthenticationMethod method) : AuthenticationMethod(method.Username)
    {
        public override string Name => method.Name;

        public override AuthenticationResult Authenticate(Session session)
        {
            if (login.over || !login.may.Value)
            {
                return AuthenticationResult.Failure;
            }

            if (method is not KeyboardInteractiveAuthenticationMethod)
            {
                login.spent = true;
                login.over = method is PasswordAuthenticationMethod;
            }

            var outcome = method.Authenticate(session);
            // A refused key is not followed by a password; one that was taken as a part may be.
            login.over |= outcome == AuthenticationResult.Failure;
            AllowedAuthentications = method.AllowedAuthentications;
            return outcome;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                method.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
