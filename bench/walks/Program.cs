using SamlSp.Walks;

// SamlSp.Walks BINARIES REPOSITORY OUTPUT WALK...
// Reads OUTPUT/WALK.jit (the compiler's lines), writes OUTPUT/WALK.txt (what was passed, in order), and prints one line for each walk.
if (args is not [var binaries, var repository, var output, .. var walks] || walks.Length == 0)
{
    Console.Error.WriteLine("SamlSp.Walks BINARIES REPOSITORY OUTPUT WALK...");
    return 2;
}

var code = CodeMap.Read(binaries, repository);
Console.WriteLine("| request | methods | lambdas | constructors | accessors | classes | files | callbacks |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
foreach (var name in walks)
{
    var walk = Walk.Read(Path.Combine(output, name + ".jit"), code);
    File.WriteAllText(Path.Combine(output, name + ".txt"), walk.Describe());
    Console.WriteLine(
        $"| {name} | {walk.Count(StepKind.Method)} | {walk.Count(StepKind.Lambda)} | {walk.Count(StepKind.Constructor)} | {walk.Count(StepKind.Accessor)} | {walk.Classes} | {walk.Files} | {walk.Callbacks.Count} |"
    );
}

return 0;
