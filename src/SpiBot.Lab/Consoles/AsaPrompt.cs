using System.Text;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>The prompt as <c>prompt hostname domain context priority state</c> makes it of the parts that were asked for.</summary>
public static class AsaPrompt
{
    public static string Of(Firewall box, Simulation simulation, string? context, bool privileged)
    {
        var text = new StringBuilder();
        foreach (var part in box.Traits.Prompt)
        {
            var (shown, separator) = part switch
            {
                PromptPart.Hostname => (box.Name, "/"),
                PromptPart.Domain => ("example.com", "."),
                PromptPart.Context => (context ?? "", "/"),
                PromptPart.Priority => (box.Unit == FailoverUnit.Secondary ? "sec" : "pri", "/"),
                _ => (simulation.Look(world => world.Of(box).Standby) ? "stby" : "act", "/"),
            };
            if (shown.Length > 0)
            {
                text.Append(text.Length == 0 ? "" : separator).Append(shown);
            }
        }

        return text.Append(privileged ? '#' : '>').Append(box.Traits.NoBlankAfterPrompt ? "" : " ").ToString();
    }
}
