using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cards;

/// <summary>Remedies in words.</summary>
public static class Remedies
{
    public static string InWords(Remedy remedy) =>
        remedy.Kind switch
        {
            RemedyKind.Wait => "wait and look again",
            RemedyKind.AskPeer => "ask the other side",
            RemedyKind.ClearInactive => $"clear the inactive SAs on {remedy.Gateway}",
            RemedyKind.ClearEntry => $"clear the one SA {remedy.Spi?.Digits} on {remedy.Gateway}",
            RemedyKind.ClearPeer => $"clear the peer's SAs ({remedy.Peer}) on {remedy.Gateway}",
            RemedyKind.ClearIke => $"clear the IKE SA with {remedy.Peer} on {remedy.Gateway}",
            RemedyKind.BothEnds => $"clear the SAs on {remedy.Gateway}, and at the other end if that does not help",
            _ => remedy.Kind.ToString(),
        };

    public static string Short(Remedy remedy) =>
        remedy.Kind switch
        {
            RemedyKind.ClearInactive => $"clear inactive on {remedy.Gateway}",
            RemedyKind.ClearEntry => $"clear one SA on {remedy.Gateway}",
            RemedyKind.ClearIke => $"clear IKE on {remedy.Gateway}",
            RemedyKind.BothEnds => "clear both ends",
            _ => $"clear on {remedy.Gateway}",
        };

    public static string HelpsInWords(Helps helps) =>
        helps switch
        {
            Helps.Yes => "helps",
            Helps.Maybe => "may help",
            _ => "does not help",
        };
}
