using System.CommandLine;
using System.Globalization;
using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Cli;

/// <summary><c>spibot audit</c>: the journal for an auditor, beside a SpiBot that runs or without one. It only reads.</summary>
public static class AuditCommand
{
    private const int Fine = 0;
    private const int DoesNotFit = 1;
    private const int CannotTell = 2;

    /// <param name="storage">The store that SpiBot uses; asked for only where no other is named.</param>
    /// <param name="audit">Which keys there are.</param>
    /// <param name="secrets">Where the keys are read from; asked for only where one is needed.</param>
    public static Command Create(Func<StorageOptions> storage, Func<AuditOptions> audit, Func<IKeySecrets> secrets)
    {
        var database = new Option<string?>("--database")
        {
            Description = "The SQLite file; without it the store of the configuration.",
            HelpName = "FILE",
            Recursive = true,
        };
        StorageOptions Store(ParseResult parsed) =>
            parsed.GetValue(database) is { } file ? new StorageOptions { Database = file } : storage();

        return new Command(
            "audit",
            "The journal of all that was proposed, approved and typed. Exit code 2: it could not be read."
        )
        {
            database,
            Verify(Store, audit, secrets),
            Head(Store),
            Export(Store),
        };
    }

    private static Command Verify(
        Func<ParseResult, StorageOptions> store,
        Func<AuditOptions> audit,
        Func<IKeySecrets> secrets
    )
    {
        var head = new Option<string?>("--head")
        {
            Description = "A head that was kept elsewhere, now or earlier: shows that nothing since was cut off.",
            HelpName = "POSITION:MAC",
        };
        var verify = new Command(
            "verify",
            "Says whether every entry is where and what it was when it was written, or the first that is not (exit code 1)."
        )
        {
            head,
        };
        verify.SetAction(
            (parsed, ct) =>
                Answer(
                    parsed,
                    async output =>
                    {
                        var text = parsed.GetValue(head);
                        var exported = text is null ? null : ChainHead.Parse(text);
                        if (text is not null && exported is null)
                        {
                            throw new StorageRefusedException(
                                $"--head: \"{text}\" is not what `spibot audit head` prints"
                            );
                        }

                        var keys = new AuditKeys();
                        var which = audit();
                        await keys.Load(which, NeedsKeys(which) ? secrets() : null, ct);
                        using var trail = AuditTrail.Open(store(parsed));
                        return Say(trail.Verify(keys, exported), output);
                    }
                )
        );
        return verify;
    }

    private static Command Head(Func<ParseResult, StorageOptions> store)
    {
        var head = new Command(
            "head",
            "Prints where the journal ends, to be kept elsewhere, for instance with a backup."
        );
        head.SetAction(
            (parsed, _) =>
                Answer(
                    parsed,
                    output =>
                    {
                        using var trail = AuditTrail.Open(store(parsed));
                        output.WriteLine(trail.Head());
                        return Task.FromResult(Fine);
                    }
                )
        );
        return head;
    }

    private static Command Export(Func<ParseResult, StorageOptions> store)
    {
        var since = new Option<string?>("--since")
        {
            Description = "Only entries from this time on (ISO 8601; UTC where it names no offset).",
            HelpName = "TIME",
        };
        var export = new Command("export", "Prints the entries, a line of JSON each (docs/state.md).") { since };
        export.SetAction(
            (parsed, _) =>
                Answer(
                    parsed,
                    output =>
                    {
                        var from = Time(parsed.GetValue(since));
                        using var trail = AuditTrail.Open(store(parsed));
                        foreach (var line in trail.Export(from))
                        {
                            output.WriteLine(line);
                        }

                        return Task.FromResult(Fine);
                    }
                )
        );
        return export;
    }

    private static bool NeedsKeys(AuditOptions audit) =>
        !string.IsNullOrWhiteSpace(audit.KeySecret) || audit.FormerKeySecrets.Count > 0;

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
        : throw new StorageRefusedException($"--since: \"{text}\" is not a time, like 2026-02-03T04:05:06Z");

    private static int Say(ChainVerdict verdict, TextWriter output)
    {
        switch (verdict)
        {
            case ChainVerdict.Fits fits:
                output.WriteLine(
                    fits.Head.Position == 0
                        ? "The journal fits: it is empty."
                        : $"The journal fits: entries 1 to {fits.Head.Position}, head {fits.Head}"
                );
                if (fits.Unkeyed > 0)
                {
                    output.WriteLine(
                        fits.Unkeyed == fits.Head.Position
                            ? "It is chained without a key: this shows accidents, not a forger who can write the store. Set Audit:KeySecret."
                            : $"Entries 1 to {fits.Unkeyed} were chained without a key, before there was one."
                    );
                }

                return Fine;
            case ChainVerdict.DoesNotFit wrong:
                output.WriteLine($"The journal does NOT fit at entry {wrong.Position}: {wrong.Why}.");
                return DoesNotFit;
            case ChainVerdict.KeyNotKnown unknown:
                output.WriteLine(
                    $"From entry {unknown.Position} on the journal cannot be verified: it is chained with key {unknown.KeyId}, which is neither Audit:KeySecret nor one of Audit:FormerKeySecrets (NAME/VERSION is an earlier version of a secret in the vault)."
                );
                return CannotTell;
            default:
                throw new ArgumentException($"no words for {verdict.GetType().Name}", nameof(verdict));
        }
    }

    private static async Task<int> Answer(ParseResult parsed, Func<TextWriter, Task<int>> answer)
    {
        try
        {
            return await answer(parsed.InvocationConfiguration.Output);
        }
        catch (StorageRefusedException refused)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
            return CannotTell;
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // An exit code of 1 would say that the journal was tampered with.
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"it cannot be told, because something went wrong that nobody foresaw: {broken.GetType().Name}: {broken.Message}"
            );
            return CannotTell;
        }
    }
}
