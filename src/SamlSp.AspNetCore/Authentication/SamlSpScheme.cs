using Microsoft.Extensions.Configuration;

namespace SamlSp.AspNetCore;

/// <summary>A registered scheme, and the configuration section that it is bound to, if any.</summary>
internal sealed record SamlSpScheme(string Name, IConfigurationSection? Configuration);
