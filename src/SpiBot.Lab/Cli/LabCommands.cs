using System.CommandLine;
using System.CommandLine.Parsing;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Lab.Cli;

/// <summary>The Lab's command line. Exit codes: 0 done, 1 it failed on the way, 2 it was not understood.</summary>
public static class LabCommands
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int NotUnderstood = 2;

    public static RootCommand Root()
    {
        var scenario = new Option<string>("--scenario")
        {
            Description = $"What happened in the network: {string.Join(", ", LabNetwork.Scenarios)}.",
            DefaultValueFactory = _ => LabOptions.DefaultScenario,
            Recursive = true,
        };
        scenario.Validators.Add(IsKnown);
        var port = new Option<int>("--port")
        {
            Description = "The page's port; 0 takes a free one.",
            DefaultValueFactory = _ => 0,
        };
        port.Validators.Add(IsPort);
        var logs = new Option<bool>("--logs") { Description = "Show SpiBot's log on stderr.", Recursive = true };

        var link = new Option<string[]>("--link")
        {
            Description =
                "GATEWAY=MILLISECONDS[,BYTES]: how late that gateway answers, and how many bytes come at once. May be given for several gateways.",
            DefaultValueFactory = _ => [],
            Recursive = true,
        };
        link.Validators.Add(AreLinks);
        var ipv6 = new Option<bool>("--ipv6")
        {
            Description = "HQ and Berlin meet over IPv6: check 2001:db8:113::9.",
            Recursive = true,
        };

        var root = new RootCommand(
            "Two simulated firewalls, SpiBot, and an incident channel for two persons in the browser."
        )
        {
            scenario,
            port,
            logs,
            link,
            ipv6,
            Say(scenario, link, ipv6, logs),
        };
        root.SetAction(
            (parsed, ct) =>
                DeskCommand.Run(
                    new LabOptions
                    {
                        Scenario = parsed.GetRequiredValue(scenario),
                        PagePort = parsed.GetRequiredValue(port),
                        Links = Links(parsed.GetRequiredValue(link)),
                        OverIPv6 = parsed.GetValue(ipv6),
                        SpiBotLog = parsed.GetValue(logs) ? Console.Error : null,
                    },
                    ct
                )
        );
        return root;
    }

    private static Command Say(Option<string> scenario, Option<string[]> link, Option<bool> ipv6, Option<bool> logs)
    {
        var steps = new Argument<string[]>("STEP")
        {
            Description =
                "A message, or press:TITLE for a button of the last card that has it (press:TITLE | FIELD=WORDS to write beside it first), or wait:WORDS for what SpiBot says by itself; \"lead: \" before it: the lead does it. Each waits for the final report.",
            Arity = ArgumentArity.OneOrMore,
        };
        steps.Validators.Add(AreSteps);
        var json = new Option<bool>("--json") { Description = "Print one JSON array of what SpiBot said." };
        var say = new Command("say", "Go through the channel without a browser, and print what SpiBot says.")
        {
            steps,
            json,
        };
        say.SetAction(
            (parsed, ct) =>
                SayCommand.Run(
                    new LabOptions
                    {
                        Scenario = parsed.GetRequiredValue(scenario),
                        PagePort = null,
                        Greets = false,
                        Links = Links(parsed.GetRequiredValue(link)),
                        OverIPv6 = parsed.GetValue(ipv6),
                        SpiBotLog = parsed.GetValue(logs) ? Console.Error : null,
                    },
                    [.. parsed.GetRequiredValue(steps).Select(step => Step.Parse(step)!)],
                    parsed.GetValue(json),
                    ct
                )
        );
        return say;
    }

    private static void IsKnown(OptionResult result)
    {
        var name = result.GetValueOrDefault<string>();
        if (!LabNetwork.Scenarios.Contains(name))
            result.AddError($"There is no scenario '{name}'. There are: {string.Join(", ", LabNetwork.Scenarios)}.");
    }

    private static List<GatewayLink> Links(IEnumerable<string> texts) =>
        [
            .. texts.Select(text =>
                GatewayLink.TryParse(text, out var link) ? link : throw new ArgumentException(text, nameof(texts))
            ),
        ];

    private static void AreLinks(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (!GatewayLink.TryParse(text, out var link))
                result.AddError($"'{text}' is no link: GATEWAY=MILLISECONDS or GATEWAY=MILLISECONDS,BYTES.");
            else if (!LabNetwork.GatewayNames.Contains(link.Gateway))
                result.AddError(
                    $"There is no gateway '{link.Gateway}'. There are: {string.Join(", ", LabNetwork.GatewayNames)}."
                );
        }
    }

    private static void IsPort(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            result.AddError("A port is a number from 0 (a free one) to 65535.");
    }

    private static void AreSteps(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => Step.Parse(token.Value) is null))
            result.AddError($"The step '{token.Value}' says and presses nothing.");
    }
}
