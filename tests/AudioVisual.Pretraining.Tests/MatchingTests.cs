using System.Text.Json.Nodes;
using PluginHost.Plugins.PairStrategies;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>The matching module, importances and correlations against a reference written with loops in another language.</summary>
public sealed class MatchingTests
{
    private static PairTokens Tokens => new(References.Tensor(References.At("tokensA")), References.Tensor(References.At("tokensV")));

    [Fact]
    public void The_logit_of_a_pair_is_that_of_the_reference()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        module.Match(Tokens).ShouldBeClose(All("logit"));
    }

    [Fact]
    public void Importances_sum_to_one_and_are_those_of_the_reference()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        var (audio, video) = PatchImportance.Of(module.Queries(Tokens), 0.4);
        audio.ShouldBeClose(All("ia"));
        video.ShouldBeClose(All("iv"));
        foreach (var importance in (Tensor[])[audio, video]) (importance.sum(1) - 1).abs().max().ToDouble().ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Pooled_queries_and_correlations_are_those_of_the_reference()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        var queries = module.Queries(Tokens);
        var (audio, video) = PatchImportance.Of(queries, 0.4);
        var (audioCore, videoCore) = (PatchImportance.Candidates(audio, 2), PatchImportance.Candidates(video, 3));
        audioCore.to(ScalarType.Float32).ShouldBeClose(All("ka"));
        videoCore.to(ScalarType.Float32).ShouldBeClose(All("kv"));
        var heard = PatchImportance.Pooled(queries.AudioQueries, audio, audioCore);
        var seen = PatchImportance.Pooled(queries.VideoQueries, video, videoCore);
        heard.ShouldBeClose(All("qa"));
        seen.ShouldBeClose(All("qv"));
        var ofAudio = PatchImportance.Correlation(queries.AudioKeys, audioCore, References.Tensor(All("pastV")), seen);
        var ofVideo = PatchImportance.Correlation(queries.VideoKeys, videoCore, References.Tensor(All("pastA")), heard);
        ofAudio.ShouldBeClose(All("ca"));
        ofVideo.ShouldBeClose(All("cv"));
        // What is no candidate is tied to nothing.
        (ofAudio > 0).sum(1).data<long>().ToArray().ShouldBe([2, 2]);
    }

    [Theory]
    [InlineData(768, 12)]
    [InlineData(64, 4)]
    [InlineData(16, 1)]
    [InlineData(30, 1)]
    public void Heads_leave_sixteen_channels_at_least(int width, int heads) => MatchingModule.HeadsFor(width).ShouldBe(heads);

    [Fact]
    public void The_published_module_has_the_parameters_of_its_layers()
    {
        // Six projections, two norms, a layer of twice the width, and one to a number.
        using var module = new MatchingModule(768, 12);
        module.parameters().Sum(parameter => parameter.numel())
            .ShouldBe((6 * 768 * 768) + (4 * 768) + (1536 * 1536) + 1536 + 1536 + 1);
    }

    private static MatchingModule Module()
    {
        var module = new MatchingModule(8, 2);
        References.Fill(module);
        return module;
    }

    private static JsonArray All(string name) =>
        new([.. References.At("matching").AsArray().Select(each => each![name]!.DeepClone())]);
}
