using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>Where a login sits: on which box, as whom, its keys and its screen.</summary>
public sealed class LoginTerminal
{
    public LoginTerminal(Firewall box, Simulation simulation, SshSession login, Stream stream)
    {
        Box = box;
        Simulation = simulation;
        Login = login;
        Input = new TerminalInput(stream);
        Output = new TerminalOutput(stream, box, simulation.Clock);
        Editor = new LineEditor(Input, Output);
    }

    public Firewall Box { get; }

    public Simulation Simulation { get; }

    public SshSession Login { get; }

    public TerminalInput Input { get; }

    public TerminalOutput Output { get; }

    public LineEditor Editor { get; }

    /// <summary>Nobody is there any more: hung up, or sent away for idleness.</summary>
    public bool IsOver => Input.IsClosed || sentAway;

    private bool sentAway;

    /// <summary>Null when the session is over, or what was attached has been left.</summary>
    public async Task<string?> NextLine(string prompt, CancellationToken ct)
    {
        if (Box.Traits.FlushesInputAtPrompt)
        {
            Input.Flush();
        }

        if (Box.Traits.IdleLogoff is not { } patience)
        {
            return await Editor.ReadLine(prompt, ct);
        }

        using var idle = new CancellationTokenSource(patience, Simulation.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, idle.Token);
        try
        {
            return await Editor.ReadLine(prompt, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            sentAway = true;
            return null;
        }
    }

    /// <summary>Writes down what was typed here.</summary>
    public void WriteDown(string line) =>
        Box.Log(new TypedLine(Box.Name, Simulation.Clock.GetUtcNow(), Login.User, line));
}
