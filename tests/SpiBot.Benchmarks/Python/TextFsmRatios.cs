namespace SpiBot.Benchmarks.Python;

/// <summary>
/// The listing of 10,000 SAs, read by TextFSM with a template that the environment names: the one of the ntc templates for <c>show crypto ipsec sa</c> of an ASA,
/// which is not part of this project.
/// </summary>
internal static class TextFsmRatios
{
    public const string Template = "SPIBOT_TEXTFSM_TEMPLATE";

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        if (Environment.GetEnvironmentVariable(Template) is not { Length: > 0 } template)
        {
            await Console.Error.WriteLineAsync(
                $"not compared with TextFSM: {Template} names no template (cisco_asa_show_crypto_ipsec_sa.textfsm of the ntc templates)"
            );
            yield break;
        }

        var text = SyntheticListing.Print(ListingRatios.Many);
        var listing = Path.GetTempFileName();
        IReadOnlyList<double>? theirs;
        try
        {
            await File.WriteAllTextAsync(listing, text, ct);
            theirs = await PythonScript.Run("textfsm_parse.py", "python3-textfsm", [template, listing], ct);
        }
        finally
        {
            File.Delete(listing);
        }

        if (theirs is not [var seconds, var records])
        {
            yield break;
        }

        if (records != ListingRatios.Many / 2)
        {
            throw new InvalidOperationException($"TextFSM found {records} selectors");
        }

        yield return new("textfsm", seconds, "s");
        yield return new("textfsm-against-listing-parse", seconds / ListingRatios.ParseTime(text).TotalSeconds, "x");
    }
}
