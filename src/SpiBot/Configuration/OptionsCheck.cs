using System.Globalization;
using SpiBot.Channel;
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

/// <summary>What is wrong with the options that are SpiBot's own, a sentence each, the option's name first.</summary>
public static class OptionsCheck
{
    private const string VaultHosts = ".vault.azure.net .vault.usgovcloudapi.net .vault.azure.cn";

    public static IReadOnlyList<string> Problems(IConfiguration configuration, bool development)
    {
        List<string> problems = [.. KnownSettings.Problems(configuration)];
        problems.AddRange(Bind(configuration, CheckOptions.Section, new CheckOptions(), problems)?.Problems() ?? []);
        problems.AddRange(
            Bind(configuration, ConversationOptions.Section, new ConversationOptions(), problems)?.Problems() ?? []
        );
        problems.AddRange(
            Bind(configuration, RemediationOptions.Section, new RemediationOptions(), problems)?.Problems() ?? []
        );
        problems.AddRange(Quorum(configuration.GetSection(RemediationOptions.Section)));
        problems.AddRange(Bind(configuration, DutyOptions.Section, new DutyOptions(), problems)?.Problems() ?? []);
        problems.AddRange(
            Bind(configuration, HistoryOptions.Section, new HistoryOptions(), problems)?.Problems() ?? []
        );
        problems.AddRange(Bind(configuration, DebugOptions.Section, new DebugOptions(), problems)?.Problems() ?? []);
        problems.AddRange(Bind(configuration, TraceOptions.Section, new TraceOptions(), problems)?.Problems() ?? []);
        problems.AddRange(
            Bind(configuration, WatchOptions.Section, new WatchOptions(), problems)?.Problems(development) ?? []
        );
        problems.AddRange(Bind(configuration, OutboxOptions.Section, new OutboxOptions(), problems)?.Problems() ?? []);
        problems.AddRange(Bind(configuration, SessionLimits.Section, new SessionLimits(), problems)?.Problems() ?? []);
        _ = Bind(configuration, SpiBotOptions.Section, new SpiBotOptions(), problems);
        var vault = Bind(configuration, VaultOptions.Section, new VaultOptions(), problems);
        var azure = Bind(configuration, AzureOptions.Section, new AzureOptions(), problems);
        if (Bind(configuration, StorageOptions.Section, new StorageOptions(), problems)?.Problem() is { } storage)
        {
            problems.Add(storage);
        }

        problems.AddRange(Bind(configuration, AuditOptions.Section, new AuditOptions(), problems)?.Problems() ?? []);
        problems.AddRange(
            Bind(configuration, ReplicaOptions.Section, new ReplicaOptions(), problems)?.Problems() ?? []
        );
        var standIn = VaultProblem(vault?.Uri, development, problems);
        if (azure is { DisableInstanceDiscovery: true } or { DisableChallengeResourceVerification: true } && !standIn)
        {
            problems.Add(
                "Azure:DisableInstanceDiscovery, Azure:DisableChallengeResourceVerification: only in Development, with a Vault:Uri on this machine"
            );
        }

        var authority = configuration["AZURE_AUTHORITY_HOST"];
        if (authority is not null && !standIn && !IsKnownAuthority(authority))
        {
            problems.Add($"AZURE_AUTHORITY_HOST: \"{authority}\" is not an authority of Microsoft Entra ID");
        }

        problems.AddRange(Listening(configuration["urls"]));
        if (Bind(configuration, ChannelOptions.Section, new ChannelOptions(), problems) is { } channel)
        {
            problems.AddRange(ChannelOptionsCheck.Problems(channel, development));
        }

        return problems;
    }

    /// <returns>True when the vault is a stand-in on this machine that may be used.</returns>
    private static bool VaultProblem(string? uri, bool development, List<string> problems)
    {
        if (uri is null)
        {
            return false;
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
        {
            problems.Add($"Vault:Uri: \"{uri}\" is not an https address");
            return false;
        }

        if (VaultHosts.Split(' ').Any(suffix => vault.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (vault.IsLoopback && development)
        {
            return true;
        }

        problems.Add(
            vault.IsLoopback
                ? $"Vault:Uri: {uri} is on this machine, which is for Development only"
                : $"Vault:Uri: {vault.Host} is not a host of Azure Key Vault"
        );
        return false;
    }

    /// <summary>In a table, what is no number is passed over in silence: two would then be the usual one.</summary>
    private static IEnumerable<string> Quorum(IConfigurationSection remediations) =>
        remediations
            .GetSection(nameof(RemediationOptions.Quorum))
            .GetChildren()
            .Where(kind => !int.TryParse(kind.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            .Select(kind => $"{kind.Path}: \"{kind.Value}\" is not a number of people (1-9)");

    /// <summary>What the web server does not understand of a host, it takes for every address of the machine.</summary>
    private static IEnumerable<string> Listening(string? urls) =>
        (urls ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(url => !IsListenedOn(url))
            .Select(url =>
                $"Urls: \"{url}\" is not where a server can listen, like http://127.0.0.1:3978 or http://+:8080"
            );

    private static bool IsListenedOn(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Host is ['[', ..]
                || address.IsUnixPipe
                || !address.Host.Contains(':', StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsKnownAuthority(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.Host
            is "login.microsoftonline.com"
                or "login.microsoftonline.us"
                or "login.partner.microsoftonline.cn"
                or "login.chinacloudapi.cn";

    private static T? Bind<T>(IConfiguration configuration, string section, T options, List<string> problems)
        where T : class
    {
        try
        {
            configuration.GetSection(section).Bind(options);
            return options;
        }
        catch (InvalidOperationException wrong)
        {
            problems.Add(
                $"{section}: {wrong.Message} A length of time is written like 00:00:30, a day 1.00:00:00; a switch is true or false."
            );
            return null;
        }
    }
}
