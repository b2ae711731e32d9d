using Microsoft.Playwright;

namespace PluginHost.Reports.Tests;

/// <summary>Debian's chromium, started once; <c>tests/run.sh</c> installs it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a page and notes what it asks for and complains of.</summary>
    /// <param name="file">The page.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="dark">Whether the reader's system is dark.</param>
    /// <param name="touch">Whether there is a touch screen.</param>
    /// <param name="script">Whether scripts are run.</param>
    public async Task<OpenPage> OpenAsync(string file, int width = 1280, bool dark = false, bool touch = false, bool script = true)
    {
        Skip.If(_browser is null, $"{Program} is not installed");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, HasTouch = touch, IsMobile = touch,
            JavaScriptEnabled = script,
        });
        var page = await context.NewPageAsync();
        var open = new OpenPage(page, [], []);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") open.Complaints.Add(message.Text); };
        page.PageError += (_, error) => open.Complaints.Add(error);
        page.Request += (_, request) => open.Requests.Add(request.Url);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return open;
    }
}

/// <summary>A page in the browser.</summary>
/// <param name="Page">The page.</param>
/// <param name="Requests">Addresses that it asked for.</param>
/// <param name="Complaints">Errors and warnings of the console.</param>
public sealed record OpenPage(IPage Page, List<string> Requests, List<string> Complaints) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
