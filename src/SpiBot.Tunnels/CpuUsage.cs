namespace SpiBot.Tunnels;

/// <summary>How much of its CPU a box uses, in percent, over the last 5 seconds, minute and 5 minutes.</summary>
public sealed record CpuUsage(int FiveSeconds, int OneMinute, int FiveMinutes)
{
    /// <summary>Above this a box is asked for nothing but what costs it next to nothing.</summary>
    public const int Busy = 80;

    public bool IsBusy => Math.Max(FiveSeconds, OneMinute) > Busy;

    /// <summary>For a sentence: <c>CPU 91 % for 5 seconds, 85 % for 1 minute</c>.</summary>
    public string InWords() => $"CPU {FiveSeconds} % for 5 seconds, {OneMinute} % for 1 minute";
}
