namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>The address that was asked about is no peer of this box: nothing is broken, somebody asked the wrong box or mistyped the address.</summary>
internal sealed class NoSuchPeer : ICause
{
    public string Id => "no-such-peer";

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "The box has no such peer",
            What: "The address that was asked about is not set up on this box (in this context), so there is no tunnel that could be broken.",
            Shows: "A complete listing without an SA for the address, no IKE SA with it, and a configuration that was read: in no entry of the crypto map, and without a tunnel group. High: the box says so itself.",
            Against: "A crypto map with a dynamic entry, which takes peers that it does not name: then this is not said. A tunnel interface whose tunnel group has another name than the address, as with certificates: its peer stands in neither. A box with several contexts: another one may have the peer.",
            Helps: "Checking the address, or asking the gateway that has this peer. If the tunnel should be here, it has to be set up: crypto map and tunnel group.",
            HelpsNot: "A clear or a debug: there is nothing to clear, and nobody negotiates.",
            Source: "ASA command reference, crypto map set peer; tunnel-group."
        );

    public Finding? Examine(Examination examination)
    {
        var latest = examination.Ours.Latest;
        if (
            examination.OursIsStandby
            || examination.Theirs is { Latest.Tunnels.Count: > 0 }
            || latest is not { HasNoSa: true, PeerName: null }
            || IkeView.Of(latest).Up is not false
            || latest.IkeWithPeer.Count > 0
            || !IsNotConfigured(latest)
        )
        {
            return null;
        }

        var (gateway, peer) = (latest.Gateway, latest.PeerInWords);
        var sends = DropWitness.At(examination.Ours).Where(witness => witness is { IsFromPeer: true, IsNow: true });
        var witnesses = sends.ToList();
        return new Finding(
            Id,
            Confidence.High,
            $"{gateway} has no peer {peer}",
            $"{peer} stands in no entry of {gateway}'s crypto map and has no tunnel group there; there is no SA and no IKE SA with it. So there is no tunnel that could be broken, and a clear or a debug would show nothing."
                + (
                    witnesses.Count > 0
                        ? $" {peer} does send to {gateway}: either its tunnel was taken off here, or it means another gateway."
                        : ""
                ),
            [
                Said.NoSa(latest),
                Said.Line(latest, $"show running-config crypto map: no entry with {peer}"),
                Said.Line(latest, $"show running-config tunnel-group {peer}: none"),
                .. Said.Ike(examination.Ours),
                .. Said.Witnesses(witnesses),
            ],
            [
                $"A tunnel interface whose tunnel group has another name than {peer}, as with certificates, stands in neither: `show running-config interface` names {peer} then.",
                .. latest.Box.Mode.Value is { Multiple: true }
                    ? (IEnumerable<string>)
                        [$"{gateway} has several contexts, and one was asked: another may have this peer."]
                    : [],
            ],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"Check the address, or ask the gateway that has this peer. If {gateway} should have it, set it up there: crypto map and tunnel group."
                ),
            ]
        );
    }

    /// <summary>A dynamic entry takes peers that it does not name, and a tunnel interface has its peer in no crypto map, but in a tunnel group.</summary>
    private static bool IsNotConfigured(TunnelReading reading) =>
        reading is { CryptoMaps.Value: { TakesUnnamed: false } maps, TunnelGroup.Value.Name: null }
        && maps.Knows(reading.Peer) == false;
}
