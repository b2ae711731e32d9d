using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PluginHost.Tests;

/// <summary>Alone in its collection: other tests load plugins of the same names meanwhile.</summary>
[CollectionDefinition(nameof(UnloadingTests), DisableParallelization = true)]
[Collection(nameof(UnloadingTests))]
public class UnloadingTests
{
    [Theory]
    [InlineData(""" "engine": "trivial", "source": "loud", "observer": "recording", "word": ["library-v1", "library-v2"] """, 0)]
    [InlineData(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """, 0)]
    [InlineData(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } } """, 4)]
    [InlineData(""" "engine": "trivial", "source": "loud", "word": { "use": "made", "options": { "text": "a", "tone": "up" } } """, 0)]
    [InlineData(""" "engine": "trivial", "word": "throwing" """, 3)]
    [InlineData(""" "engine": "trivial", "word": "silent" """, 3)]
    [InlineData(""" "engine": "trivial", "word": { "use": "good", "options": { "text": 1, "lambda": 7, "sizes": [] } } """, 2)]
    public void The_load_contexts_of_a_job_die_after_it(string job, int exitCode)
    {
        var contexts = RunAndForget(job, exitCode);

        contexts.ShouldNotBeEmpty();
        contexts.ShouldBeDead();
    }

    [Theory]
    [InlineData("plugins", "inspect", "word.good")]
    [InlineData("plugins", "inspect", "word.good", "--json")]
    [InlineData("doctor")]
    public void Commands_that_load_plugins_leave_none_behind(params string[] command) =>
        RunAndForget(bench => bench.Cli(command)).ShouldBeDead();

    [Theory]
    [InlineData("CreatesByReflection")]
    [InlineData("ReadsAttributes")]
    [InlineData("RunsTasks")]
    [InlineData("MatchesExpressions")]
    [InlineData("NamesEnumValues")]
    [InlineData("SetsAmbientState")]
    [InlineData("SetsThreadState")]
    [InlineData("ThrowsAndCatches")]
    [InlineData("WritesJsonBySourceGenerator")]
    [InlineData("KeepsWeakly")]
    [InlineData("StopsItsTimer")]
    [InlineData("EndsItsThread")]
    [InlineData("TakesItsHandlerBack")]
    public void A_plugin_may_do_this_and_still_unloads(string habit) =>
        RunAndForget(Habitual(habit), 0).ShouldBeDead();

    [Fact]
    public void A_timer_that_is_left_behind_keeps_its_plugin_which_these_tests_would_see() =>
        RunAndForget(Habitual("LeavesATimer"), 0).Survivors().ShouldContain("word.habits");

    private static string Habitual(string habit) =>
        $$""" "engine": "trivial", "word": { "use": "habitual", "options": { "habit": "{{habit}}" } } """;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunAndForget(string job, int exitCode) =>
        RunAndForget(async bench => (await bench.Job(job).Run()).ShouldExitWith(exitCode));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunAndForget(Func<Workbench, Task<CliResult>> run)
    {
        using var bench = new Workbench();
        var contexts = new List<WeakReference>();
        void Note(object? sender, AssemblyLoadEventArgs loaded)
        {
            if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is { IsCollectible: true } context)
                contexts.Add(new WeakReference(context));
        }

        AppDomain.CurrentDomain.AssemblyLoad += Note;
        try
        {
            Task.Run(() => run(bench)).GetAwaiter().GetResult();
        }
        finally
        {
            AppDomain.CurrentDomain.AssemblyLoad -= Note;
        }

        contexts.ShouldNotBeEmpty();
        return contexts;
    }
}
