using System.Text.Json.Serialization;

namespace SamlSp.Scim;

/// <summary>How a line's details are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProvisioningLog.Line))]
internal sealed partial class LineContext : JsonSerializerContext;
