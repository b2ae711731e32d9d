using System.Security.Cryptography;

namespace PluginHost.Learning.Tests.Survival;

public sealed class CheckpointTests
{
    [Fact]
    public async Task The_newest_states_are_kept_as_many_as_asked_for_each_with_its_checksums()
    {
        using var halves = new Halves(() =>
        {
            var options = Halves.Options();
            options.CheckpointsKept = 3;
            return options;
        });
        await halves.Stop(experience: 1, step: 6);

        // Experience 0 saves after steps 4, 8, 12 and 16, at its end and after its tests; experience 1 after step 4 and when it is stopped.
        halves.States.ShouldBe(["state-6.json", "state-7.json", "state-8.json"]);
        foreach (var file in halves.States)
        {
            var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(halves.Checkpoints, file)))!;
            var tensors = Path.Combine(halves.Checkpoints, Path.ChangeExtension(file, "safetensors"));
            ((string)json["state"]!["tensors"]!).ShouldBe(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(tensors))));
        }

        Directory.GetFiles(halves.Checkpoints, "*.part").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("json", true, 1)]
    [InlineData("json", true, 2)]
    [InlineData("json", false, 3)]
    [InlineData("json", false, 4)]
    [InlineData("safetensors", true, 5)]
    [InlineData("safetensors", true, 6)]
    [InlineData("safetensors", false, 7)]
    [InlineData("safetensors", false, 8)]
    public async Task A_state_that_was_cut_or_has_a_flipped_bit_is_skipped_by_name_and_the_one_before_ends_alike(string part, bool cut, int seed)
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var newest = Path.Combine(halves.Checkpoints, Path.ChangeExtension(halves.States[^1], part));
        Damage(newest, cut, new Random(seed));

        var (weights, events) = await halves.Resume();

        weights.ShouldBe(await halves.Whole());
        var warning = events.Of<MessageReported>().Single(message => message.Severity == FindingSeverity.Warning).Text;
        warning.ShouldContain("state-7.json, the newest state that is whole");
        warning.ShouldContain("Skipped: state-8.json: ");
    }

    [Fact]
    public async Task A_whole_state_that_does_not_say_what_its_numbers_depend_on_is_refused_with_the_way_out()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        foreach (var file in halves.States.Select(name => Path.Combine(halves.Checkpoints, name)))
        {
            var signed = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            signed["state"]!.AsObject().Remove("basis").ShouldBeTrue();
            var text = signed["state"]!.ToJsonString();
            var checksum = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
            await File.WriteAllTextAsync(file, $$"""{"format":{{signed["format"]}},"checksum":"{{checksum}}","state":{{text}}}""");
        }

        var finding = (await halves.Refused()).ShouldHaveSingleItem();
        finding.Code.ShouldBe("CE0302");
        finding.What.ShouldContain("does not say what its numbers depend on");
        finding.Fix.ShouldNotBeNull().ShouldContain("without --resume");
    }

    [Fact]
    public async Task Every_flipped_bit_of_a_states_text_is_noticed()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 0, step: 5);
        var newest = Path.Combine(halves.Checkpoints, halves.States[^1]);
        var content = await File.ReadAllBytesAsync(newest);
        var random = new Random(11);
        for (var trial = 0; trial < 12; trial++)
        {
            var changed = (byte[])content.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(newest, changed);

            var (_, events) = await halves.Resume();

            events.Of<MessageReported>().ShouldContain(message => message.Text.Contains("Skipped: state-2.json", StringComparison.Ordinal));
            Directory.Delete(halves.Checkpoints, recursive: true);
            File.Delete(Path.Combine(halves.Directory, "metrics.json"));
            await halves.Stop(experience: 0, step: 5);
        }
    }

    [Fact]
    public async Task Where_no_state_is_whole_each_is_named_with_what_is_wrong_with_it()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        foreach (var file in halves.States) Damage(Path.Combine(halves.Checkpoints, file), cut: true, new Random(1));

        var finding = (await halves.Refused()).ShouldHaveSingleItem();

        finding.Code.ShouldBe("CE0302");
        foreach (var file in halves.States) finding.What.ShouldContain(file);
    }

    [Fact]
    public async Task A_run_that_was_killed_while_it_wrote_a_state_goes_on_from_the_one_before_and_says_so()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        File.Delete(Path.Combine(halves.Checkpoints, "state-8.json"));
        await File.WriteAllTextAsync(Path.Combine(halves.Checkpoints, "state-9.json.part"), "{");

        var (weights, events) = await halves.Resume();

        weights.ShouldBe(await halves.Whole());
        var warning = events.Of<MessageReported>().Single(message => message.Severity == FindingSeverity.Warning).Text;
        warning.ShouldContain("state-8 was being written when the run ended");
        warning.ShouldContain("state-9.json.part was being written when the run ended");
        Directory.GetFiles(halves.Checkpoints, "*.part").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("state-3.safetensors")]
    [InlineData("state-3.json")]
    public async Task A_full_disk_keeps_the_last_whole_state_and_is_told(string file)
    {
        using var halves = new Halves();
        Directory.CreateDirectory(halves.Checkpoints);
        var part = Path.Combine(halves.Checkpoints, file + ".part");
        // The kernel's own full device: each write to it fails as on a full disk. It is put in the way once two states are there.
        var failure = await halves.Fails<RunFailedException>(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 0, Step: 10 }) File.CreateSymbolicLink(part, "/dev/full");
        });

        failure.Message.ShouldContain("the disk is full");
        failure.Message.ShouldContain(Path.Combine(halves.Checkpoints, file));
        failure.Message.ShouldContain("The last whole state is");
        failure.Message.ShouldContain("state-2.json");
        File.Exists(part).ShouldBeFalse("what is half-written takes space");
        (await halves.Resume()).Weights.ShouldBe(await halves.Whole());
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_keeps_the_last_whole_one()
    {
        using var halves = new Halves();
        var obstacle = Path.Combine(halves.Checkpoints, "state-3.safetensors.part");
        var failure = await halves.Fails<RunFailedException>(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 0, Step: 10 }) Directory.CreateDirectory(obstacle);
        });

        failure.Message.ShouldContain("state-3.safetensors");
        failure.Message.ShouldContain("state-2.json");
        failure.Message.ShouldNotContain("Exception");
        Directory.Delete(obstacle);
        (await halves.Resume()).Weights.ShouldBe(await halves.Whole());
    }

    [Fact]
    public async Task A_budget_of_epochs_saves_after_each_epoch()
    {
        using var halves = new Halves(() =>
        {
            var options = Halves.Options();
            (options.Steps, options.Epochs) = (null, new() { First = 5 });
            (options.CheckpointEverySteps, options.CheckpointsKept) = (null, 100);
            return options;
        });
        // Sixteen samples in batches of eight: an epoch has two steps.
        await halves.Stop(experience: 0, step: 7);

        halves.States.Length.ShouldBe(4, "after epochs 1, 2 and 3, and when it was stopped");
        (await halves.Resume()).Weights.ShouldBe(await halves.Whole());
    }

    [Fact]
    public async Task A_long_epoch_is_saved_within_the_time_interval()
    {
        var saved = 0;
        using var halves = new Halves(() =>
        {
            var options = Halves.Options();
            (options.CheckpointEverySteps, options.CheckpointEverySeconds) = (0, 1);
            return options;
        });
        await halves.Fails<RunFailedException>(runEvent =>
        {
            if (runEvent is not StepCompleted { Experience: 0 } step) return;
            Thread.Sleep(400);
            saved = Math.Max(saved, Directory.Exists(halves.Checkpoints) ? halves.States.Length : 0);
            if (step.Step == 8) throw new RunFailedException("far enough");
        });

        saved.ShouldBeGreaterThan(0);
        (await halves.Resume()).Weights.ShouldBe(await halves.Whole());
    }

    [Fact]
    public async Task The_best_weights_of_each_experience_are_kept_in_a_file()
    {
        using var halves = new Halves(() =>
        {
            var options = Halves.Options();
            options.Optimizers["*"].Rate = 0.3;
            options.Selection = new() { Mode = SelectionMode.Best, EverySteps = 3 };
            return options;
        });
        await halves.Resume();

        // With selection "best" the weights tested after an experience are its best ones.
        for (var k = 0; k < 3; k++)
        {
            var best = Safetensors.Read(Path.Combine(halves.Checkpoints, $"experience-{k}-best.safetensors"));
            var tested = Safetensors.Read(Path.Combine(halves.Checkpoints, $"experience-{k}.safetensors"));
            best.Keys.ShouldBe(tested.Keys, ignoreOrder: true);
            foreach (var (name, tensor) in best) tensor.equal(tested[name]).all().ToBoolean().ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task A_run_begun_anew_in_a_folder_forgets_the_states_of_before()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        await halves.Stop(experience: 0, step: 2);

        halves.States.ShouldBe(["state-1.json"]);
    }

    private static void Damage(string path, bool cut, Random random)
    {
        var content = File.ReadAllBytes(path);
        if (cut) content = content[..random.Next(content.Length)];
        else content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, content);
    }
}
