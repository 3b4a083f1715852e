using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The overview. Whoever has no role here is shown their own account instead.</summary>
[Needs(ConsoleRole.None)]
public sealed class IndexModel(IPeople people) : ConsolePage
{
    /// <summary>How many there are.</summary>
    public PeopleFigures Figures { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Role == ConsoleRole.None) return RedirectToPage("/Console/Account");
        Figures = await people.CountAsync(Organization, Aborted);
        return Page();
    }
}
