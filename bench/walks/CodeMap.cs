using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SamlSp.Walks;

/// <summary>What the assemblies of SamlSp and their symbols tell: the file of each method, and which methods it names.</summary>
internal sealed class CodeMap
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields()
        .Select(f => f.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(o => unchecked((ushort)o.Value));

    private readonly Dictionary<(string Type, string Method), string> _files = [];
    private readonly Dictionary<(string Type, string Method), HashSet<(string Type, string Method)>> _calls = [];
    private readonly Dictionary<string, HashSet<string>> _implementations = [];
    private readonly Dictionary<(string Type, string Method), (string Type, string Method)> _receivers = [];

    /// <summary>Reads every SamlSp assembly of a folder.</summary>
    public static CodeMap Read(string binaries, string repository)
    {
        var map = new CodeMap();
        foreach (var file in Directory.EnumerateFiles(binaries, "SamlSp*.dll").Order(StringComparer.Ordinal))
        {
            using var pe = new PEReader(File.OpenRead(file));
            using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(file, ".pdb")));
            map.Read(pe, symbols.GetMetadataReader(), repository);
        }

        return map;
    }

    /// <summary>The source file of a method, below the repository; that of an async method or iterator is the file of its state machine.</summary>
    public string? FileOf(string type, string method) =>
        _files.GetValueOrDefault((type, method))
        ?? _files
            .FirstOrDefault(f => f.Key.Method == "MoveNext" && f.Key.Type.StartsWith($"{type}+<{method}>d", StringComparison.Ordinal))
            .Value;

    /// <summary>The SamlSp method that a lambda is handed to; null when it goes to the framework or stays where it is.</summary>
    public (string Type, string Method)? ReceiverOf(string type, string lambda) =>
        _receivers.TryGetValue((type, lambda), out var receiver) ? receiver : null;

    /// <summary>Whether a method names another one: calls it, or makes a delegate of it.</summary>
    public bool Calls((string Type, string Method) caller, (string Type, string Method) callee) =>
        _calls.TryGetValue(caller, out var all)
        && (
            all.Contains(callee)
            || (_implementations.TryGetValue(callee.Type, out var contracts) && contracts.Any(c => all.Contains((c, callee.Method))))
        );

    private void Read(PEReader pe, MetadataReader symbols, string repository)
    {
        var reader = pe.GetMetadataReader();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var name = NameOf(reader, handle);
            var contracts = type.GetInterfaceImplementations()
                .Select(i => NameOf(reader, reader.GetInterfaceImplementation(i).Interface))
                .Append(type.BaseType.IsNil ? "" : NameOf(reader, type.BaseType))
                .Where(n => n.StartsWith("SamlSp", StringComparison.Ordinal));
            _implementations[name] = [.. contracts];
            foreach (var methodHandle in type.GetMethods())
            {
                var method = reader.GetMethodDefinition(methodHandle);
                var key = (name, reader.GetString(method.Name));
                var document = symbols
                    .GetMethodDebugInformation(methodHandle)
                    .GetSequencePoints()
                    .Select(p => p.Document)
                    .FirstOrDefault(d => !d.IsNil);
                if (!document.IsNil)
                {
                    var path = symbols.GetString(symbols.GetDocument(document).Name);
                    _files.TryAdd(
                        key,
                        path.Replace("/_/", "", StringComparison.Ordinal).Replace(repository + "/", "", StringComparison.Ordinal)
                    );
                }

                if (method.RelativeVirtualAddress != 0)
                {
                    if (!_calls.TryGetValue(key, out var calls))
                    {
                        _calls[key] = calls = [];
                    }

                    calls.UnionWith(Named(reader, pe.GetMethodBody(method.RelativeVirtualAddress).GetILReader()));
                }
            }
        }
    }

    /// <summary>The SamlSp methods that a body names. A lambda goes to the first method that is called once its delegate exists.</summary>
    private List<(string Type, string Method)> Named(MetadataReader reader, BlobReader body)
    {
        var found = new List<(string Type, string Method)>();
        (string Type, string Method)? lambda = null;
        while (body.RemainingBytes > 0)
        {
            ushort value = body.ReadByte();
            if (value == 0xFE)
            {
                value = (ushort)(0xFE00 | body.ReadByte());
            }

            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineTok:
                    if (Target(reader, MetadataTokens.EntityHandle(body.ReadInt32())) is not { } target)
                    {
                        break;
                    }

                    var ours = target.Type.StartsWith("SamlSp", StringComparison.Ordinal);
                    if (ours)
                    {
                        found.Add(target);
                    }

                    if (value == unchecked((ushort)OpCodes.Ldftn.Value))
                    {
                        lambda = ours && target.Method.StartsWith('<') ? target : null;
                    }
                    else if (
                        lambda is { } handed
                        && !target.Method.StartsWith("get_", StringComparison.Ordinal)
                        && (ours || target.Method != ".ctor")
                    )
                    {
                        if (ours)
                        {
                            _receivers.TryAdd(handed, target);
                        }

                        lambda = null;
                    }

                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    body.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    body.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    body.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var targets = body.ReadInt32();
                    body.Offset += 4 * targets;
                    break;
                default:
                    body.Offset += 4;
                    break;
            }
        }

        return found;
    }

    private static (string Type, string Method)? Target(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var definition = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return (NameOf(reader, definition.GetDeclaringType()), reader.GetString(definition.Name));
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)handle);
                return (NameOf(reader, member.Parent), reader.GetString(member.Name));
            case HandleKind.MethodSpecification:
                return Target(reader, reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                return null;
        }
    }

    private static string NameOf(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                var definition = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
                var name = reader.GetString(definition.Name);
                return definition.GetDeclaringType() is { IsNil: false } outer ? $"{NameOf(reader, outer)}+{name}"
                    : definition.Namespace.IsNil ? name
                    : $"{reader.GetString(definition.Namespace)}.{name}";
            case HandleKind.TypeReference:
                var reference = reader.GetTypeReference((TypeReferenceHandle)handle);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{NameOf(reader, reference.ResolutionScope)}+{reader.GetString(reference.Name)}"
                    : $"{reader.GetString(reference.Namespace)}.{reader.GetString(reference.Name)}";
            case HandleKind.TypeSpecification:
                // An instantiation: GENERICINST, CLASS or VALUETYPE, then the type.
                var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                return blob.ReadByte() == 0x15 && blob.ReadByte() is 0x11 or 0x12 ? NameOf(reader, blob.ReadTypeHandle()) : "";
            default:
                return "";
        }
    }
}
