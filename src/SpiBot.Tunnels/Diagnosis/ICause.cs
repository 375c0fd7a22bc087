namespace SpiBot.Tunnels.Diagnosis;

/// <summary>One rule: what it looks for, and what it says when it finds it. Pure.</summary>
public interface ICause
{
    /// <summary>As in <see cref="Finding.Cause"/>.</summary>
    string Id { get; }

    /// <summary>How serious a card looks that has this cause first.</summary>
    Severity Severity { get; }

    /// <summary>It says that nothing is wrong, so it is not said beside a cause that needs attention.</summary>
    bool SaysAllIsWell => false;

    /// <summary>The cause described for people, as docs/diagnosis.md has it.</summary>
    CauseTexts Texts { get; }

    /// <returns>Null when the evidence does not speak for this cause.</returns>
    Finding? Examine(Examination examination);
}
