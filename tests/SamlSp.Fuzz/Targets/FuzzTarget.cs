namespace SamlSp.Fuzz;

/// <summary>A piece of the product that reads untrusted input.</summary>
internal abstract class FuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Most bytes that may be allocated, for an input of that size.</summary>
    public virtual long AllocationBound(int inputLength) => (64 * 1024) + (16L * inputLength);

    /// <summary>Makes an input.</summary>
    public abstract byte[] Make(FuzzRandom random);

    /// <summary>Runs the product, and nothing else: this is what time and memory are measured of.</summary>
    public abstract object? Execute(byte[] input);

    /// <summary>Says what is wrong with the outcome; null when nothing is.</summary>
    /// <param name="input">The input.</param>
    /// <param name="outcome">What <see cref="Execute"/> gave.</param>
    /// <param name="verdict">A word for the statistics: <c>accepted</c>, or why not.</param>
    public abstract string? Judge(byte[] input, object? outcome, out string verdict);

    /// <summary>Says what is wrong with genuine input, which has to be accepted at any time; null when nothing is.</summary>
    public virtual string? CheckHealth(FuzzRandom random) => null;
}
