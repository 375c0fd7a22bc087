using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>A change without an approval is not refused at run time: it does not compile.</summary>
public sealed class DoesNotCompileTests
{
    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Append(typeof(Change).Assembly.Location)
            .Append(typeof(SpiBot.Tunnels.Spi).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static List<string> Errors(string body)
    {
        var source = $$"""
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using SpiBot.Gateways.Changes;
            using SpiBot.Gateways.Duties;
            using SpiBot.Gateways.Ssh;
            public static class Attempt
            {
                public static async Task Run(IGatewaySession session, Remediation remediation, RemediationPlan plan, Duty duty, DutyTask task, string claim, long began, CancellationToken ct)
                {
                    {{body}}
                    await Task.CompletedTask;
                }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "attempt",
            [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        return
        [
            .. compilation
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.Id),
        ];
    }

    [Fact]
    public void The_proper_way_compiles() =>
        Assert.Empty(
            Errors(
                "var a = remediation.Authorize(claim, TimeProvider.System, began); if (a != null) await session.Apply(a, ct);"
            )
        );

    [Fact]
    public void What_a_duty_answers_for_compiles() =>
        Assert.Empty(
            Errors(
                "var a = duty.AuthorizeSetting(claim, TimeProvider.System); if (a != null) await session.Perform(a, ct);"
            )
        );

    [Theory]
    [InlineData("a duty's lines without the duty", "await session.Perform(task, ct);", "CS1503")]
    [InlineData("the duty alone", "await session.Perform(duty, ct);", "CS1503")]
    [InlineData(
        "the right to change",
        "await session.Perform(remediation.Authorize(claim, TimeProvider.System, began), ct);",
        "CS1503"
    )]
    [InlineData(
        "a change by a duty's right",
        "await session.Apply(duty.AuthorizeRemoval(Whereabouts.Here), ct);",
        "CS1503"
    )]
    [InlineData(
        "making a duty's right",
        "var a = new DutyAuthorization(task, task.Set, TimeProvider.System, TimeSpan.MaxValue);",
        "CS1729"
    )]
    [InlineData(
        "the inner door of a duty",
        "var a = DutyAuthorization.ToSet(duty, claim, TimeProvider.System);",
        "CS0117"
    )]
    [InlineData("a duty that was not taken", "var d = new Duty(task, DateTimeOffset.UnixEpoch, null, null);", "CS1729")]
    [InlineData("no authorization", "await session.Apply(ct);", "CS7036")]
    [InlineData("the plan alone", "await session.Apply(plan, ct);", "CS1503")]
    [InlineData("a step of the plan", "await session.Apply(plan.Steps[0], ct);", "CS1503")]
    [InlineData("the next step of the remediation", "await session.Apply(remediation.Step, ct);", "CS1503")]
    [InlineData("the remediation alone", "await session.Apply(remediation, ct);", "CS1503")]
    [InlineData(
        "making one",
        "var a = new ChangeAuthorization(plan.Steps[0], null, TimeProvider.System, began);",
        "CS1729"
    )]
    [InlineData("making an empty one", "var a = new ChangeAuthorization();", "CS1729")]
    [InlineData("copying one", "ChangeAuthorization a = null; var b = a with { };", "CS8858")]
    [InlineData(
        "the inner door",
        "var a = ChangeAuthorization.For(remediation, claim, TimeProvider.System, began);",
        "CS0117"
    )]
    [InlineData(
        "other lines",
        "remediation.Authorize(claim, TimeProvider.System, began).Lines = new[] { \"reload\" };",
        "CS0200"
    )]
    public void AnyOtherWayDoesNot(string way, string body, string error) =>
        Assert.True(Errors(body).Contains(error), $"{way}: expected {error}, got {string.Join(' ', Errors(body))}");

    [Fact]
    public void An_authorization_cannot_be_serialised()
    {
        Assert.Empty(typeof(ChangeAuthorization).GetConstructors());
        Assert.Throws<NotSupportedException>(() =>
            System.Text.Json.JsonSerializer.Deserialize<ChangeAuthorization>("{}")
        );
    }
}
