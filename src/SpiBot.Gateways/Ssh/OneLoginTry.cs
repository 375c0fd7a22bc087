using Renci.SshNet;
using Renci.SshNet.Common;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The ways to log in with one secret, so that a server gets to see it once. SSH.NET would go on to keyboard-interactive after a refused
/// password; on a box with AAA two refused tries can lock the account. It asks the server first what it allows (method "none") and takes
/// the first of ours that is; every later one refuses by itself.
/// </summary>
internal sealed class OneLoginTry(string user, string secret)
{
    private volatile bool spent;

    /// <summary>The server has been shown the secret: whatever goes wrong before it lets us in must pass for a refusal, or somebody would try again.</summary>
    public bool Spent => spent;

    /// <summary>To be given to one connection, in this order; the connection disposes of them.</summary>
    public AuthenticationMethod[] Methods()
    {
        var interactive = new KeyboardInteractiveAuthenticationMethod(user);
        interactive.AuthenticationPrompt += Answer;
        return [new Once(this, new PasswordAuthenticationMethod(user, secret)), new Once(this, interactive)];
    }

    private void Answer(object? sender, AuthenticationPromptEventArgs asked)
    {
        foreach (var prompt in asked.Prompts)
        {
            // "Password:" again after the first answer is how some AAA servers say that it was wrong; "Passcode:" wants something we do not have.
            if (prompt.IsEchoed || spent)
            {
                throw new SshAuthenticationException("The server asked for more than one secret.");
            }

            spent = true;
            prompt.Response = secret;
        }
    }

    private sealed class Once(OneLoginTry login, AuthenticationMethod method) : AuthenticationMethod(method.Username)
    {
        public override string Name => method.Name;

        public override AuthenticationResult Authenticate(Session session)
        {
            if (login.spent)
            {
                return AuthenticationResult.Failure;
            }

            login.spent = method is PasswordAuthenticationMethod;
            var outcome = method.Authenticate(session);
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
