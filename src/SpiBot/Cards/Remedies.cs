using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cards;

/// <summary>Remedies in words.</summary>
public static class Remedies
{
    public static string InWords(Remedy remedy) =>
        remedy.Kind switch
        {
            RemedyKind.Wait => "wait one rekey and look again",
            RemedyKind.AskPeer => "ask the other side",
            RemedyKind.ClearInactive => $"clear the inactive SAs on {remedy.Gateway}",
            RemedyKind.ClearPeer => $"clear the peer's SAs ({remedy.Peer}) on {remedy.Gateway}",
            _ => remedy.Kind.ToString(),
        };

    public static string Short(Remedy remedy) =>
        remedy.Kind == RemedyKind.ClearInactive ? $"clear inactive on {remedy.Gateway}" : $"clear on {remedy.Gateway}";

    public static string HelpsInWords(Helps helps) =>
        helps switch
        {
            Helps.Yes => "helps",
            Helps.Maybe => "may help",
            _ => "does not help",
        };
}
