namespace SamlSp.Walks;

/// <summary>What a compiled method is to a reader of the source.</summary>
internal enum StepKind
{
    /// <summary>A method, operator or local function that stands in the source; an async method or iterator is one, its state machine included.</summary>
    Method,

    /// <summary>A lambda: part of the method that it stands in.</summary>
    Lambda,

    /// <summary>A constructor or type initializer, written or generated.</summary>
    Constructor,

    /// <summary>A property's or event's accessor.</summary>
    Accessor,

    /// <summary>What the compiler writes: members of records, state machines' other methods.</summary>
    Generated,
}
