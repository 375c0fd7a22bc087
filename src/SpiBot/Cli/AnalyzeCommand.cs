using System.CommandLine;
using SpiBot.Gateways.Pasted;

namespace SpiBot.Cli;

/// <summary>
/// <c>spibot analyze OURS… [--theirs FILE…] [--later FILE…] [--json]</c>: the diagnosis of saved output, without any gateway. Exit code 2, and one line
/// on standard error for each reason, where the files cannot be read or do not belong together.
/// </summary>
public static class AnalyzeCommand
{
    private const int Refused = 2;

    public static Command Create()
    {
        var ours = new Argument<string[]>("OURS")
        {
            Description =
                "Saved output of our gateway, several commands in one file or in several; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var theirs = Files("--theirs", "Saved output of the other end, from the same moment.");
        var later = Files("--later", "A second look, at either end or both: only two looks show what rises.");
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of text." };
        var peer = new Option<string?>("--peer")
        {
            Description = "Which peer, as the output prints it, where there are several.",
            HelpName = "ADDRESS",
        };
        var apart = new Option<int?>("--apart")
        {
            Description = "Seconds between the looks, where the output does not say (no show clock).",
            HelpName = "SECONDS",
        };
        apart.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var seconds) && seconds > 0))
            {
                result.AddError($"--apart: expected a number of seconds above 0, found \"{text}\"");
            }
        });
        var analyze = new Command("analyze", "Say what is wrong with a tunnel from saved output.")
        {
            ours,
            theirs,
            later,
            json,
            peer,
            apart,
        };
        analyze.SetAction(
            async (invocation, ct) =>
            {
                var (analysis, problems) = await Analyze(
                    invocation.GetRequiredValue(ours),
                    invocation.GetValue(theirs) ?? [],
                    invocation.GetValue(later) ?? [],
                    invocation.GetValue(peer),
                    invocation.GetValue(apart) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    ct
                );
                foreach (var problem in problems)
                {
                    await invocation.InvocationConfiguration.Error.WriteLineAsync(TerminalLine.Of(problem));
                }

                if (analysis is null)
                {
                    return Refused;
                }

                var text = invocation.GetValue(json) ? AnalyzeJson.Of(analysis) : AnalyzeText.Of(analysis);
                await invocation.InvocationConfiguration.Output.WriteLineAsync(text);
                return 0;
            }
        );
        return analyze;
    }

    private static Option<string[]> Files(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };

    private static async Task<(AnalyzeCase? Case, IReadOnlyList<string> Problems)> Analyze(
        string[] ours,
        string[] theirs,
        string[] later,
        string? peer,
        TimeSpan? apart,
        CancellationToken ct
    )
    {
        List<string> problems = [];
        var (ourFiles, theirFiles, laterFiles) = (await Read(ours), await Read(theirs), await Read(later));
        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var (sorted, unsorted) = AnalyzeFiles.Sort(ourFiles, theirFiles, laterFiles);
        if (sorted is null)
        {
            return (null, [unsorted]);
        }

        var (analysis, refusal) = AnalyzeCase.Of(sorted, peer, apart);
        return analysis is null ? (null, [refusal]) : (analysis, []);

        async Task<IReadOnlyList<AnalyzeFile>> Read(string[] paths)
        {
            List<AnalyzeFile> files = [];
            foreach (var path in paths)
            {
                var (text, unreadable) = await ReadSavedText.Read(path, ct);
                if (text is null)
                {
                    problems.Add(unreadable);
                    continue;
                }

                var session = SavedSession.Of(text);
                if (WhyNothing(path, text, session) is { } nothing)
                {
                    problems.Add(nothing);
                }

                files.Add(new AnalyzeFile(path, session));
            }

            return files;
        }
    }

    /// <returns>Null when at least one answer of the file is understood; else what was found instead.</returns>
    private static string? WhyNothing(string path, string text, SavedSession session)
    {
        var read = session.Answers.Select(a => a.Read()).ToList();
        if (read.Exists(r => r.Succeeded))
        {
            return null;
        }

        var failure = read.Select(r => r.Failure).FirstOrDefault() ?? Recognition.Find(text).Failure;
        return $"{path}: {failure?.ToString() ?? "nothing that can be read was found in it"}";
    }
}
