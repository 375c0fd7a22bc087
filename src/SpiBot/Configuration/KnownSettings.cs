using SpiBot.Channel;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Traces;
using SpiBot.Operations.Watches;

namespace SpiBot.Configuration;

/// <summary>Which settings there are. One that nobody reads is a typo, and a typo must not pass for the default. Values are never quoted: they may be secrets.</summary>
public static class KnownSettings
{
    private const string Secrets = "Secrets";

    private static readonly string[] OfSecret = ["password", "enable", "privateKey", "passphrase", "key"];

    /// <summary>Each section by its name, with the class that it fills.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } =
        new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
        {
            [SpiBotOptions.Section] = typeof(SpiBotOptions),
            [StorageOptions.Section] = typeof(StorageOptions),
            [ReplicaOptions.Section] = typeof(ReplicaOptions),
            [AuditOptions.Section] = typeof(AuditOptions),
            [CheckOptions.Section] = typeof(CheckOptions),
            [WatchOptions.Section] = typeof(WatchOptions),
            [HistoryOptions.Section] = typeof(HistoryOptions),
            [ConversationOptions.Section] = typeof(ConversationOptions),
            [SessionLimits.Section] = typeof(SessionLimits),
            [DutyOptions.Section] = typeof(DutyOptions),
            [OutboxOptions.Section] = typeof(OutboxOptions),
            [TraceOptions.Section] = typeof(TraceOptions),
            [DebugOptions.Section] = typeof(DebugOptions),
            [RemediationOptions.Section] = typeof(RemediationOptions),
            [VaultOptions.Section] = typeof(VaultOptions),
            [AzureOptions.Section] = typeof(AzureOptions),
            [ChannelOptions.Section] = typeof(ChannelOptions),
        };

    /// <summary>The settings of a section: their names, and whether each is a list or a table rather than one value.</summary>
    public static IReadOnlyDictionary<string, bool> Of(Type options) =>
        options
            .GetProperties()
            .Where(property => property.CanWrite || IsSeveral(property.PropertyType))
            .Where(property => !property.PropertyType.IsInterface || IsSeveral(property.PropertyType))
            .ToDictionary(
                property => property.Name,
                property => IsSeveral(property.PropertyType),
                StringComparer.OrdinalIgnoreCase
            );

    /// <returns>What nobody reads, a sentence each, the setting's name first.</returns>
    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        [
            .. configuration.GetChildren().Select(MistypedSection).OfType<string>(),
            .. Sections.SelectMany(known => OfSection(configuration.GetSection(known.Key), known.Key, Of(known.Value))),
            .. configuration.GetSection(Secrets).GetChildren().SelectMany(OfOneSecret),
        ];

    /// <summary>The top is everybody's: of the environment and of the host's own settings. Only what is nearly one of ours is named.</summary>
    private static string? MistypedSection(IConfigurationSection found)
    {
        var (name, ours) = (found.Key, Sections.Keys.Append(Secrets));
        if (!found.GetChildren().Any() || ours.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        return
            EditDistance.Nearest(name, ours, most: 1) is [var near]
            && EditDistance.Between(name.ToUpperInvariant(), near.ToUpperInvariant()) <= near.Length / 3
            ? $"{name}: is no section that SpiBot reads; did you mean {near}?"
            : null;
    }

    private static IEnumerable<string> OfSection(
        IConfigurationSection section,
        string name,
        IReadOnlyDictionary<string, bool> known
    )
    {
        foreach (var setting in section.GetChildren())
        {
            var isSeveral = setting.GetChildren().Any();
            if (!known.TryGetValue(setting.Key, out var wantsSeveral))
            {
                yield return $"{name}:{setting.Key}: is unknown{DidYouMean(name, setting.Key, known.Keys)}";
            }
            else if (isSeveral && !wantsSeveral)
            {
                yield return $"{name}:{setting.Key}: is one value, and has settings below it";
            }
            else if (!isSeveral && wantsSeveral && !string.IsNullOrEmpty(setting.Value))
            {
                yield return $"{name}:{setting.Key}: is not one value: say each below it, like {name}:{setting.Key}:0 for the first of a list";
            }
        }
    }

    private static IEnumerable<string> OfOneSecret(IConfigurationSection secret) =>
        secret
            .GetChildren()
            .Where(part => !OfSecret.Contains(part.Key, StringComparer.OrdinalIgnoreCase))
            .Select(part => $"{Secrets}:{secret.Key}:{part.Key}: is unknown (known: {string.Join(", ", OfSecret)})");

    private static string DidYouMean(string section, string typed, IEnumerable<string> known) =>
        EditDistance.Nearest(typed, known, most: 1) is [var near]
            ? $"; did you mean {section}:{near}?"
            : $" (known: {string.Join(", ", known.Order(StringComparer.Ordinal))})";

    private static bool IsSeveral(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() is var open
        && (open == typeof(IList<>) || open == typeof(Dictionary<,>));
}
