using System.Buffers;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// Finished lines, and behind them the one that is being written, all in one array: a line is finished where it stands. The array grows with a listing and is given back
/// once that is forgotten, for hundreds of sessions are idle at a time.
/// </summary>
internal sealed class LineBuffer
{
    /// <summary>What a session at its prompt keeps.</summary>
    private const int Idle = 1024;

    /// <summary>A larger one is so rare that nobody else would want it.</summary>
    private const int LargestShared = 1024 * 1024;

    private readonly char[] small = new char[Idle];
    private char[] text;
    private int begin;
    private int line;
    private int end;

    public LineBuffer() => text = small;

    /// <summary>The finished lines, each with its <c>\n</c>. Good until the next change.</summary>
    public ReadOnlyMemory<char> Finished => text.AsMemory(begin, line - begin);

    /// <summary>The line that is being written. Good until the next change.</summary>
    public ReadOnlySpan<char> Line => text.AsSpan(line, end - line);

    /// <summary>Overwrites the line from a column on, at most its length, and goes on behind its end.</summary>
    public void Write(int column, ReadOnlySpan<char> characters)
    {
        Reserve(column + characters.Length - (end - line));
        characters.CopyTo(text.AsSpan(line + column));
        end = Math.Max(end, line + column + characters.Length);
    }

    public void FinishLine()
    {
        Reserve(1);
        text[end++] = '\n';
        line = end;
    }

    public void ClearLine() => end = line;

    /// <summary>Forgets so many characters of the finished lines, from the first on.</summary>
    public void Forget(int characters)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characters, line - begin);
        begin += characters;
        if (begin == line && end - line <= small.Length)
        {
            MoveTo(small);
        }
    }

    /// <summary>Puts other finished lines in the place of those there are.</summary>
    public void Replace(ReadOnlySpan<char> lines)
    {
        var current = Line.ToArray();
        (begin, line, end) = (0, 0, 0);
        Reserve(lines.Length + current.Length);
        lines.CopyTo(text);
        current.CopyTo(text, lines.Length);
        (line, end) = (lines.Length, lines.Length + current.Length);
    }

    private void Reserve(int more)
    {
        if (end + more <= text.Length)
        {
            return;
        }

        // Where most of it is forgotten there is room at its beginning.
        var needed = end - begin + more;
        MoveTo(needed <= text.Length / 2 ? text : ArrayPool<char>.Shared.Rent(Math.Max(needed, text.Length * 2)));
    }

    private void MoveTo(char[] other)
    {
        var left = text;
        text.AsSpan(begin, end - begin).CopyTo(other);
        (text, begin, line, end) = (other, 0, line - begin, end - begin);
        if (left != other && left != small && left.Length <= LargestShared)
        {
            ArrayPool<char>.Shared.Return(left);
        }
    }
}
