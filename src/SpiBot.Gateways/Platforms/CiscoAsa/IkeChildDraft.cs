using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// A child SA of an IKEv2 listing while its lines are read: <c>Child sa: local selector …</c>, <c>remote selector …</c>, <c>ESP spi in/out: …</c>. One
/// draft serves a whole listing, which may have thousands: each child SA begins it anew.
/// </summary>
internal sealed class IkeChildDraft
{
    private const string LocalName = "local selector";
    private const string RemoteName = "remote selector";
    private const string SpisName = "ESP spi in/out:";
    private const string ExpectedSpis = $"{SpisName} 0x…/0x…";

    private bool isWanted;
    private Selector? local;
    private Selector? remote;
    private bool localSeen;
    private bool remoteSeen;
    private (Spi Inbound, Spi Outbound)? spis;

    /// <summary>Most tunnels begin in the same few networks: the local selector read before is often this one too.</summary>
    private (string Text, Selector? Selector) lastLocal = ("", null);

    /// <summary>Between its first line and <see cref="Finish"/>.</summary>
    public bool IsOpen { get; private set; }

    public bool HasSpis => spis is not null;

    /// <summary>Nothing of it is missing. A selector counts as there where names, or something masked, stand in it.</summary>
    public bool IsWhole => HasSpis && localSeen && remoteSeen;

    /// <param name="rest">What follows <c>Child sa:</c> in its line.</param>
    /// <param name="isWanted">Of one that is not wanted the selectors are looked at, and not kept.</param>
    public void Begin(ReadOnlySpan<char> rest, bool isWanted)
    {
        this.isWanted = isWanted;
        (IsOpen, local, remote, localSeen, remoteSeen, spis) = (true, null, null, false, false, null);
        if (rest.StartsWith(LocalName, StringComparison.OrdinalIgnoreCase))
        {
            TakeLocal(rest[LocalName.Length..]);
        }
    }

    /// <summary>A line between the first and the next child SA's; one of no interest is passed over.</summary>
    /// <returns>What was expected where the line has not its form; else null.</returns>
    public string? Take(WalkedLine line)
    {
        if (line.Follows(LocalName, out var ours))
        {
            TakeLocal(ours);
        }
        else if (line.Follows(RemoteName, out var theirs))
        {
            remote = isWanted ? AsaSelector.Range(theirs) : null;
            remoteSeen = remote is not null || IsSelector(theirs);
        }
        else if (line.Follows(SpisName, out var both))
        {
            return TakeSpis(both);
        }

        return null;
    }

    /// <summary>Nothing more comes of it.</summary>
    /// <returns>Null where it is not wanted.</returns>
    public IkeChild? Finish()
    {
        IsOpen = false;
        return isWanted ? new IkeChild(local, remote, spis?.Inbound, spis?.Outbound) : null;
    }

    /// <summary>Whether a text that ends in this line, which has no line end, has all of it: the last SPI is not cut.</summary>
    public static bool CanEndIn(WalkedLine line) =>
        line.Follows(SpisName, out var spis)
        && SlashedPair.TryRead(spis, out _, out var outbound)
        && outbound.Length == "0x".Length + 8;

    private void TakeLocal(ReadOnlySpan<char> range)
    {
        if (isWanted && !range.SequenceEqual(lastLocal.Text))
        {
            lastLocal = (range.ToString(), AsaSelector.Range(range));
        }

        local = isWanted ? lastLocal.Selector : null;
        localSeen = local is not null || IsSelector(range);
    }

    private string? TakeSpis(ReadOnlySpan<char> text)
    {
        if (
            !SlashedPair.TryRead(AsaAnswer.FirstWord(text), out var inbound, out var outbound)
            || Spi.TryParseHex(inbound) is not { } accepted
            || Spi.TryParseHex(outbound) is not { } sent
        )
        {
            return ExpectedSpis;
        }

        spis = (accepted, sent);
        return null;
    }

    private static bool IsSelector(ReadOnlySpan<char> range) =>
        AsaSelector.HasBothEnds(range) || AsaSelector.Range(range) is not null;
}
