using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SamlSp.Testing;

namespace SamlSp.Architecture.Tests;

/// <summary>
/// Which folder of a project uses which. A project has one namespace, so folders are taken from the sources: a type's from the file that declares
/// it, and the code's of a method from the symbols. Lambdas, local functions and state machines count as the code around them.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly string _root;
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), HashSet<(string User, string Used)>> _uses = [];

    private FolderGraph(string project)
    {
        _root = $"src/{project}/";
        foreach (var file in SourceFiles.Below("src/" + project, "*.cs"))
        {
            foreach (Match type in Declaration().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))))
            {
                var name = type.Groups["name"].Value;

                // A partial type belongs where the file of its name stands.
                if (!_folders.ContainsKey(name) || Path.GetFileNameWithoutExtension(file) == name)
                {
                    _folders[name] = FolderOf(file);
                }
            }
        }
    }

    /// <summary>The folders that declare types.</summary>
    public IEnumerable<string> Folders => _folders.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Each use of a folder by another, with the types that do so.</summary>
    public IReadOnlyDictionary<(string From, string To), HashSet<(string User, string Used)>> Uses => _uses;

    /// <summary>Reads a project's compiled code.</summary>
    public static FolderGraph Read(string project)
    {
        var graph = new FolderGraph(project);
        using var module = ModuleDefinition.ReadModule(
            Path.Combine(AppContext.BaseDirectory, project + ".dll"),
            new ReaderParameters { ReadSymbols = true }
        );
        foreach (var type in module.GetTypes())
        {
            graph.Read(type);
        }

        return graph;
    }

    private void Read(TypeDefinition type)
    {
        var owner = Outermost(type);
        if (!_folders.TryGetValue(NameOf(owner), out var folder))
        {
            return;
        }

        var named = new List<TypeReference?> { type.BaseType };
        named.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        named.AddRange(type.Fields.Select(f => f.FieldType));
        named.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        Add(folder, owner, named);
        foreach (var method in type.Methods)
        {
            Read(owner, folder, method);
        }
    }

    private void Read(TypeDefinition owner, string folder, MethodDefinition method)
    {
        // Part of a partial type may stand in another folder.
        var document = method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url;
        if (document is not null && document.IndexOf(_root, StringComparison.Ordinal) is var start and >= 0)
        {
            folder = document.Contains("/obj/", StringComparison.Ordinal) ? folder : FolderOf(document[start..]);
        }

        var named = new List<TypeReference?> { method.ReturnType };
        named.AddRange(method.Parameters.Select(p => p.ParameterType));
        named.AddRange(method.CustomAttributes.Select(a => a.AttributeType));
        if (method.HasBody)
        {
            named.AddRange(method.Body.Variables.Select(v => v.VariableType));
            named.AddRange(method.Body.Instructions.SelectMany(Named));
        }

        Add(folder, owner, named);
    }

    private static IEnumerable<TypeReference?> Named(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
            MethodReference method => [method.DeclaringType, method.ReturnType],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => [],
        };

    private void Add(string folder, TypeDefinition user, IEnumerable<TypeReference?> named)
    {
        foreach (var type in named.SelectMany(Parts))
        {
            if (Outermost(type).Scope is ModuleDefinition && _folders.TryGetValue(NameOf(Outermost(type)), out var used) && used != folder)
            {
                if (!_uses.TryGetValue((folder, used), out var pairs))
                {
                    _uses[(folder, used)] = pairs = [];
                }

                pairs.Add((NameOf(user), NameOf(Outermost(type))));
            }
        }
    }

    /// <summary>A type and the arguments and elements that it is made of.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null => [],
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string NameOf(TypeReference type) => type.Name.Split('`')[0];

    private string FolderOf(string file)
    {
        var below = file[_root.Length..];
        return below.Contains('/', StringComparison.Ordinal) ? below[..below.IndexOf('/', StringComparison.Ordinal)] : "";
    }

    /// <summary>Types that stand directly in the namespace: the formatter writes them from the first column.</summary>
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref)\s+)*(?:(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?)\s+(?<name>\w+)|delegate\s+[^\n(]*?(?<name>\w+)\()",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Declaration();
}
