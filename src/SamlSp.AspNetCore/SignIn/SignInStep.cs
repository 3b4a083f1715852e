using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>What one step of a sign-in returns: a value, or the refusal that ends the sign-in.</summary>
internal readonly struct SignInStep<T>
    where T : class
{
    public SignInStep(T value) => Value = value;

    public SignInStep(SignInOutcome refusal) => Refusal = refusal;

    public T? Value { get; }

    public SignInOutcome? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;
}
