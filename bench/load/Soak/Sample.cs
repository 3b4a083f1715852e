namespace SamlSp.Load;

/// <summary>The server's state at a moment of the soak.</summary>
/// <param name="At">Since the soak's start.</param>
/// <param name="ResidentBytes">Resident memory.</param>
/// <param name="HeapBytes">The managed heap after its last collection.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="SignIns">Sign-ins so far.</param>
/// <param name="Requests">Requests so far.</param>
/// <param name="Failures">Wrong answers so far.</param>
internal sealed record Sample(
    TimeSpan At,
    long ResidentBytes,
    long HeapBytes,
    long Threads,
    long Handles,
    int SignIns,
    int Requests,
    int Failures
);
