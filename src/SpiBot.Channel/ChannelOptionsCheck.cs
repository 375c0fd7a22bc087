using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpiBot.Channel;

/// <summary>
/// Says in words what is wrong with the section <c>Bot</c>. The start is refused while anything is; <c>spibot config check</c> prints the same lines.
/// </summary>
public static class ChannelOptionsCheck
{
    /// <returns>One sentence per problem; empty when there is none.</returns>
    public static IReadOnlyList<string> Problems(ChannelOptions options, bool development)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. Identity(options),
            .. Tenants(options),
            .. Unsigned(options, development),
            .. Trust(options, development),
            .. Graph(options, development),
        ];
    }

    private static IEnumerable<string> Identity(ChannelOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.AppId))
        {
            if (!options.AllowUnsigned)
                yield return "Bot:AppId is missing: set it to the app id (a GUID) of the Azure Bot resource.";
        }
        else if (!Guid.TryParseExact(options.AppId, "D", out _))
        {
            yield return $"Bot:AppId is '{options.AppId}', which is not a GUID: set it to the app id of the Azure Bot resource.";
        }
    }

    private static IEnumerable<string> Tenants(ChannelOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.TenantId) && !Guid.TryParseExact(options.TenantId, "D", out _))
            yield return $"Bot:TenantId is '{options.TenantId}', which is not a GUID: set it to the Entra tenant's id.";

        foreach (var tenant in options.AllowedTenants)
        {
            if (!Guid.TryParseExact(tenant, "D", out _))
                yield return $"Bot:AllowedTenants holds '{tenant}', which is not a GUID.";
        }

        if (
            string.IsNullOrWhiteSpace(options.TenantId)
            && options.AllowedTenants.Count == 0
            && !string.IsNullOrWhiteSpace(options.AppId)
        )
        {
            yield return "Neither Bot:TenantId nor Bot:AllowedTenants is set: every signed activity would be refused. Set the Entra tenant's id.";
        }
    }

    private static IEnumerable<string> Unsigned(ChannelOptions options, bool development)
    {
        if (options.AllowUnsigned && !development)
            yield return "Bot:AllowUnsigned is true outside the Development environment: remove it, or start with DOTNET_ENVIRONMENT=Development on a desk.";
    }

    private static IEnumerable<string> Trust(ChannelOptions options, bool development)
    {
        var scopes = ChannelCloud.All.Select(cloud => cloud.Scope).ToList();
        if (!scopes.Contains(options.Scope, StringComparer.Ordinal))
            yield return $"Bot:Scope is '{options.Scope}': it must be {string.Join(" or ", scopes)}.";

        var cloud = ChannelCloud.All.SingleOrDefault(cloud => cloud.Issuer == options.Issuer);
        if (cloud is not null && cloud.OpenIdMetadata.Contains(options.OpenIdMetadata, StringComparer.Ordinal))
        {
            if (scopes.Contains(options.Scope, StringComparer.Ordinal) && cloud.Scope != options.Scope)
                yield return $"Bot:Scope is '{options.Scope}', but Bot:Issuer is of the {cloud.Name} cloud: set Bot:Scope to {cloud.Scope}.";
            yield break;
        }

        var loopback = IsHttpsLoopback(options.Issuer) && IsHttpsLoopback(options.OpenIdMetadata);
        if (loopback && development)
            yield break;

        if (loopback)
        {
            yield return "Bot:Issuer and Bot:OpenIdMetadata are on this machine, which is accepted only in the Development environment: remove both to trust the real channel.";
            yield break;
        }

        yield return cloud is null
            ? $"Bot:Issuer is '{options.Issuer}', which is not the channel's: remove it (public cloud), or set it to {ChannelCloud.UsGovernment.Issuer} (US Government). Only on a desk (Development) may it be https on a loopback host, together with Bot:OpenIdMetadata."
            : $"Bot:OpenIdMetadata is '{options.OpenIdMetadata}', which does not belong to Bot:Issuer {cloud.Issuer}: set it to {cloud.OpenIdMetadata[0]}.";
    }

    private static IEnumerable<string> Graph(ChannelOptions options, bool development)
    {
        var known = ChannelCloud.All.SelectMany(cloud => cloud.Graphs).ToList();
        if (
            !known.Contains(options.Graph.TrimEnd('/'), StringComparer.Ordinal)
            && !(development && IsHttpsLoopback(options.Graph))
        )
            yield return $"Bot:Graph is '{options.Graph}': it must be {string.Join(" or ", known)}.";
    }

    private static bool IsHttpsLoopback(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && Loopback.IsHost(uri.Host);
}

/// <summary>Refuses the start with the same sentences.</summary>
internal sealed class ChannelOptionsValidation(IHostEnvironment environment) : IValidateOptions<ChannelOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        var problems = ChannelOptionsCheck.Problems(options, environment.IsDevelopment());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
