namespace PluginHost.Memories.Tests;

public sealed class ExemplarTensorTests
{
    [Fact]
    public void Bytes_count_samples_as_loaded_and_their_tensors_through_every_change()
    {
        using var shelf = new Shelf { Boundaries = false, Length = sample => 10 + sample.Index };
        IOnlineMemory[] memories =
        [
            new ReservoirMemory(new() { Total = 5 }),
            new RingBufferMemory(new() { Total = 5 }),
            new ClassBalancedMemory(new() { Total = 5 }),
        ];
        foreach (var memory in memories)
        {
            foreach (var sample in Shelf.Of((0, 12), (1, 12)))
            {
                memory.Add(shelf, sample, Tensors.Logits(new float[1 + (sample.Index % 4)]));
                memory.Bytes.ShouldBe(memory.Exemplars.Sum(held => (4 * (10 + held.Sample.Index)) + (4 * (1 + (held.Sample.Index % 4)))));
            }

            memory.Exemplars.Count.ShouldBe(5);
            ((IDisposable)memory).Dispose();
        }
    }

    [Fact]
    public void Tensors_in_the_place_of_a_sample_are_all_that_counts_and_come_back_as_such()
    {
        using var shelf = new Shelf { Boundaries = false, Length = sample => 10 + sample.Index };
        using var memory = new ReservoirMemory(new() { Bytes = 100 });
        foreach (var sample in Shelf.Of((0, 12))) ((ICompactMemory)memory).AddCompact(shelf, sample, Tensors.Logits(new float[4]));
        // Six of 16 bytes; a sample itself has 40 bytes at least.
        memory.Exemplars.Count.ShouldBe(6);
        memory.Bytes.ShouldBe(6 * 16);
        memory.Exemplars.ShouldAllBe(held => !held.Whole);
        var state = new StateBag();
        memory.SaveState(state);
        using var again = new ReservoirMemory(new() { Bytes = 100 });
        again.LoadState(state, shelf);
        again.Bytes.ShouldBe(6 * 16);
        again.Exemplars.ShouldAllBe(held => !held.Whole);
        Should.Throw<ArgumentException>(() => again.AddCompact(shelf, Shelf.Of((0, 1))[0], new Dictionary<string, Tensor>()));
    }

    [Fact]
    public void What_is_stored_is_a_copy_without_gradient_that_outlives_the_step()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 1 });
        using (NewDisposeScope())
        {
            var logits = tensor(new[] { 1f, 2f }).requires_grad_();
            memory.Add(shelf, Shelf.Of((0, 1))[0], new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["logits"] = logits });
            using (no_grad()) logits.fill_(9);
        }

        Tensors.Values(memory.Exemplars[0]).ShouldBe([1, 2]);
        memory.Exemplars[0].Tensors["logits"].requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void Tensors_of_what_is_given_up_are_freed_and_those_of_what_stays_are_not()
    {
        using var shelf = new Shelf { Boundaries = false };
        var memory = new RingBufferMemory(new() { PerClass = 2 });
        var samples = Shelf.Of((0, 3));
        memory.Add(shelf, samples[0], Tensors.Logits(0));
        memory.Add(shelf, samples[1], Tensors.Logits(1));
        var (old, kept) = (memory.Exemplars[1].Tensors["logits"], memory.Exemplars[0].Tensors["logits"]);
        memory.Add(shelf, samples[2], Tensors.Logits(2));
        old.IsInvalid.ShouldBeTrue();
        kept.IsInvalid.ShouldBeFalse();
        memory.Dispose();
        kept.IsInvalid.ShouldBeTrue();
        memory.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Samples_and_tensors_come_back_from_a_file_bit_for_bit()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 3 });
        SampleInfo sample = new()
        {
            Id = "a/b", Labels = [2, 3], Split = Split.Validation, Domain = "kit 4", Group = "chimes", Among = [2, 3, 5], Index = 17,
        };
        memory.Add(shelf, sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["logits"] = tensor(new[] { float.NaN, float.Epsilon, -0f }),
            ["code/1"] = tensor(new long[,] { { 1, 2 }, { 3, long.MaxValue } }),
        });
        memory.Add(shelf, Shelf.Of((0, 1))[0], Tensors.None);
        using var restored = new ReservoirMemory(new() { Total = 3 });
        restored.LoadState(StateFile.RoundTrip(memory), shelf);
        var back = restored.Exemplars[0];
        (back.Sample.Id, back.Sample.Split, back.Sample.Domain, back.Sample.Group, back.Sample.Index)
            .ShouldBe(("a/b", Split.Validation, "kit 4", "chimes", 17));
        back.Sample.Labels.ShouldBe([2, 3]);
        back.Sample.Among.ShouldBe([2, 3, 5]);
        back.Tensors.Keys.Order(StringComparer.Ordinal).ShouldBe(["code/1", "logits"]);
        Bits(back).ShouldBe(Bits(memory.Exemplars[0]));
        back.Tensors["code/1"].dtype.ShouldBe(ScalarType.Int64);
        back.Tensors["code/1"].data<long>().ToArray().ShouldBe([1, 2, 3, long.MaxValue]);
        restored.Exemplars[1].Tensors.ShouldBeEmpty();
        restored.Exemplars[1].Sample.Among.ShouldBeNull();
        restored.Bytes.ShouldBe(memory.Bytes);
    }

    [Fact]
    public void A_state_that_lacks_a_tensor_is_refused_by_its_name()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 3 });
        memory.Add(shelf, Shelf.Of((0, 1))[0], Tensors.Logits(1));
        var state = StateFile.RoundTrip(memory);
        state.Tensors.Clear();
        using var restored = new ReservoirMemory(new() { Total = 3 });
        Should.Throw<InvalidDataException>(() => restored.LoadState(state, shelf)).Message.ShouldContain("'logits' of exemplar 0");
    }

    [Fact]
    public void A_byte_budget_holds_tensors_too()
    {
        using var shelf = new Shelf { Boundaries = false };
        // A sample takes 40 bytes and its 15 numbers 60.
        using var reservoir = new ReservoirMemory(new() { Bytes = 350 });
        using var ring = new RingBufferMemory(new() { Bytes = 350 });
        foreach (var sample in Shelf.Of((0, 6), (1, 6)))
        {
            reservoir.Add(shelf, sample, Tensors.Logits(new float[15]));
            ring.Add(shelf, sample, Tensors.Logits(new float[15]));
        }

        (reservoir.Exemplars.Count, reservoir.Bytes).ShouldBe((3, 300));
        (ring.Exemplars.Count, ring.Bytes).ShouldBe((3, 300));
        ring.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["0-5", "0-4", "1-5"]);
        Should.Throw<RunFailedException>(() => ring.Add(shelf, Shelf.Of((0, 1))[0], Tensors.Logits(new float[80])))
            .Message.ShouldContain("'0-0' takes 360 bytes");
    }

    private static int[] Bits(Exemplar exemplar) => [.. Tensors.Values(exemplar).Select(BitConverter.SingleToInt32Bits)];
}
