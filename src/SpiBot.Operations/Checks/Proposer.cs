using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Checks;

/// <summary>The remediation's id, and who proposes it where.</summary>
internal sealed record Proposer(string Id, Person By, Venue Venue);
