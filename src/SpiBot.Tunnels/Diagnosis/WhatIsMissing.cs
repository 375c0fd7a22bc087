namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Names what a diagnosis would have liked to see and did not.</summary>
internal static class WhatIsMissing
{
    /// <param name="evidence">What was read.</param>
    /// <param name="twoLooks">As in <see cref="Examination.TwoLooks"/>.</param>
    /// <param name="hasPeer">False where the box has no such peer: then there are no people at the other end who could be asked.</param>
    /// <returns>Each a sentence or two for the card, which say how to get it where that is known.</returns>
    public static IReadOnlyList<string> Of(TunnelEvidence evidence, bool twoLooks, bool hasPeer)
    {
        List<string> missing = [];
        if (!twoLooks && evidence.Ours.Earlier is null)
        {
            missing.Add("A second look: with one there is no rate, and nothing is changed on a gateway.");
        }
        // An end of which people sent a listing has no counters of its own that a second look would tell the rate of.
        else if (!twoLooks && evidence.Theirs is { Latest.Box.Drops.Exists: true } once)
        {
            missing.Add(
                $"A second look at {once.Gateway}: with one there is no rate of it, and nothing is changed on a gateway."
            );
        }

        AddUnread(missing, evidence.Ours);
        if (evidence.Theirs is { } theirs)
        {
            AddUnread(missing, theirs);
        }
        else
        {
            var reason = (evidence.TheirsMissing ?? "it was not read").Trim().TrimEnd('.');
            var whoKnows = hasPeer ? " Its own people can say which SPI it sends with (its outbound SPI)." : "";
            missing.Add($"The other end's view: {reason}.{whoKnows}");
        }

        return missing;
    }

    private static void AddUnread(List<string> missing, TunnelEnd end)
    {
        var (gateway, latest) = (end.Gateway, end.Latest);
        List<(string What, string Because)> unread = [];
        Add("SAs", latest.Sas);
        Add("IKEv1 SAs", latest.Ikev1);
        Add("IKEv2 SAs", latest.Ikev2);
        Add("drop counters", latest.Box.Drops);
        Add("inactive SAs", latest.Box.Inactive);
        Add("failover role", latest.Box.Failover);
        AddIfAsked("mode", latest.Box.Mode);
        AddIfAsked("log", latest.Log);
        AddIfAsked("sessions", latest.Sessions);
        // One reason is enough.
        if (latest.IkeChildren.NotRead != latest.Ikev2.NotRead)
        {
            AddIfAsked("child SAs as IKE lists them", latest.IkeChildren);
        }

        AddIfAsked("crypto map", latest.CryptoMaps);
        AddIfAsked("tunnel group", latest.TunnelGroup);
        AddIfAsked("names that stand for addresses", latest.Names);
        AddIfAsked("trace", latest.Trace);
        AddIfAsked("contexts of the data path", latest.DataPath);
        missing.AddRange(unread.GroupBy(one => one.Because, one => one.What).Select(one => NotRead(gateway, one)));
        if (latest.Sas.Value is { } sas && (!sas.Complete || sas.Tunnels.Any(t => !t.Complete)))
        {
            missing.Add($"The rest of {gateway}'s SAs: the listing was cut off. Check again to read all of it.");
        }

        if (
            latest.Box.Mode.Value is { Multiple: true }
            && latest is { Sas.Value.Tunnels.Count: 0, PeerName: null }
            && latest.CryptoMaps.Value?.Knows(latest.Peer) == false
        )
        {
            missing.Add(
                $"The context that owns {latest.Peer}: {gateway} has several, and the one that answered does not know this peer. `show context` in the admin context lists them; put the right one into the inventory as \"context\"."
            );
        }

        if (Examination.IsStandby(end))
        {
            missing.Add($"The active unit of {gateway}: the standby answered, which forwards nothing.");
        }

        void AddIfAsked<T>(string what, Answer<T> answer)
            where T : class
        {
            if (answer.NotRead != Answer.NotAskedWords)
            {
                Add(what, answer);
            }
        }

        void Add<T>(string what, Answer<T> answer)
            where T : class
        {
            if (answer is { NotRead: { } because, Exists: true })
            {
                unread.Add((what, because.Trim().TrimEnd('.')));
            }
        }
    }

    /// <summary>What keeps SpiBot from one thing often keeps it from many: the reason stands once.</summary>
    private static string NotRead(string gateway, IGrouping<string, string> unread) =>
        unread.Count() == 1
            ? $"The {unread.First()} of {gateway}: {unread.Key}."
            : $"Not read of {gateway} ({unread.Key}): {string.Join(", ", unread.Select(what => $"the {what}"))}.";
}
