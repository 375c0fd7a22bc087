using System.Net;

namespace SpiBot.Lab.Consoles;

/// <summary>
/// What became of a typed line: a command and its arguments, or what is wrong with it. <see cref="Canonical"/> is the line with its words written
/// out, <see cref="Marker"/> the column in the line that the <c>^</c> points at.
/// </summary>
public sealed record CommandMatch(
    Command? Command,
    IReadOnlyList<string> Arguments,
    string Canonical,
    MatchFault Fault,
    int Marker
);

/// <summary>What is wrong with a typed line.</summary>
public enum MatchFault
{
    None,
    Invalid,
    Incomplete,
    Ambiguous,
}

/// <summary>All commands of a mode as a tree of words; each word may be shortened as far as it stays the only one that fits.</summary>
public sealed class CommandTree
{
    private readonly Node root = new();

    public CommandTree(IEnumerable<Command> commands)
    {
        foreach (var command in commands)
        {
            var node = root;
            foreach (var word in command.Syntax.Split(' '))
            {
                node = node.Child(word);
            }

            if (node.Command is not null)
            {
                throw new ArgumentException($"'{command.Syntax}' stands twice", nameof(commands));
            }

            node.Command = command;
        }
    }

    public CommandMatch Match(string line)
    {
        var node = root;
        var canonical = new List<string>();
        var arguments = new List<string>();
        foreach (var (word, column) in Words(line))
        {
            var fitting = node.Fitting(word);
            if (fitting.Count > 1)
            {
                return Faulty(MatchFault.Ambiguous, column);
            }

            if (fitting.Count == 0)
            {
                return Faulty(MatchFault.Invalid, column + node.LongestStart(word));
            }

            var (name, next) = fitting[0];
            if (Node.IsArgument(name))
            {
                arguments.Add(word);
                canonical.Add(word);
            }
            else
            {
                canonical.Add(name);
            }

            if (name == Node.Rest)
            {
                arguments[^1] = canonical[^1] = line[column..].Trim();
                return new CommandMatch(next.Command, arguments, string.Join(' ', canonical), MatchFault.None, 0);
            }

            node = next;
        }

        return node.Command is { } command
            ? new CommandMatch(command, arguments, string.Join(' ', canonical), MatchFault.None, 0)
            : Faulty(MatchFault.Incomplete, line.Length);

        CommandMatch Faulty(MatchFault fault, int marker) =>
            new(null, arguments, string.Join(' ', canonical), fault, marker);
    }

    private static IEnumerable<(string Word, int Column)> Words(string line)
    {
        var column = 0;
        foreach (var word in line.Split(' '))
        {
            if (word.Length > 0)
            {
                yield return (word, column);
            }

            column += word.Length + 1;
        }
    }

    private sealed class Node
    {
        /// <summary>An argument that takes all that follows.</summary>
        public const string Rest = "<rest>";

        private readonly Dictionary<string, Node> children = [];

        public Command? Command { get; set; }

        public static bool IsArgument(string word) => word[0] == '<';

        public Node Child(string word)
        {
            if (!children.TryGetValue(word, out var child))
            {
                children[word] = child = new Node();
            }

            return child;
        }

        /// <summary>Keywords before arguments, a whole word before those that only begin like it.</summary>
        public IReadOnlyList<(string Name, Node Next)> Fitting(string typed)
        {
            var word = typed.ToLowerInvariant();
            if (children.TryGetValue(word, out var whole))
            {
                return [(word, whole)];
            }

            var keywords = children.Where(c => !IsArgument(c.Key) && c.Key.StartsWith(word, StringComparison.Ordinal));
            var found = keywords.Select(c => (c.Key, c.Value)).ToList();
            return found.Count > 0
                ? found
                :
                [
                    .. children
                        .Where(c => IsArgument(c.Key) && FitsArgument(c.Key, typed))
                        .Select(c => (c.Key, c.Value)),
                ];
        }

        /// <summary>How many letters of the word still fit a keyword: the marker stands under the first that does not.</summary>
        public int LongestStart(string typed)
        {
            var word = typed.ToLowerInvariant();
            return children
                .Keys.Where(k => !IsArgument(k))
                .Select(k => k.Zip(word).TakeWhile(pair => pair.First == pair.Second).Count())
                .DefaultIfEmpty(0)
                .Max();
        }

        private static bool FitsArgument(string kind, string word) =>
            kind switch
            {
                "<address>" => IPAddress.TryParse(word, out _),
                "<number>" => int.TryParse(word, out var number) && number is >= 0 and <= int.MaxValue,
                _ => true,
            };
    }
}
