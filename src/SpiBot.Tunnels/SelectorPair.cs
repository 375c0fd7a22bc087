namespace SpiBot.Tunnels;

/// <summary>Two selectors as one end names them; the other end names the same pair mirrored. Ports 0-65535 are the same as any.</summary>
internal sealed record SelectorPair(Selector? Local, Selector? Remote)
{
    public bool Known => Local is not null && Remote is not null;

    public SelectorPair Mirrored => new(Remote, Local);

    public static SelectorPair Of(ChildSa sa) => Of(sa.LocalSelector, sa.RemoteSelector);

    public static SelectorPair Of(Selector? local, Selector? remote) => new(AnyPorts(local), AnyPorts(remote));

    private static Selector? AnyPorts(Selector? selector) =>
        selector is { Ports: "0-65535" or "0 - 65535" }
            ? new Selector(selector.First, selector.Last, selector.Protocol)
            : selector;
}
