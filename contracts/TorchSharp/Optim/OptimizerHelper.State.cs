using TorchSharp.Extras;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    /// <summary>Options and state as they are now; both are live, not copies.</summary>
    public virtual StateDictionary state_dict() => new(
        [.. Groups.Select(group => group.Options)], [.. parameters().Select(StateOf)]);

    /// <summary>Copies options and state of another optimizer of the same kind over parameters of the same shapes.</summary>
    /// <exception cref="ArgumentException">The numbers of groups or parameters differ.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        if (state_dict.Options.Count != Groups.Count)
        {
            throw new ArgumentException($"{state_dict.Options.Count} parameter groups given, {Groups.Count} wanted.", nameof(state_dict));
        }

        Parameter[] all = [.. parameters()];
        if (state_dict.State.Count != all.Length)
        {
            throw new ArgumentException($"{state_dict.State.Count} parameter states given, {all.Length} wanted.", nameof(state_dict));
        }

        for (var i = 0; i < Groups.Count; i++)
        {
            Groups[i].Options.FromNumbers(state_dict.Options[i].ToNumbers().ToDictionary());
        }

        for (var i = 0; i < all.Length; i++)
        {
            var given = state_dict.State[i];
            var tensors = given.Tensors().ToDictionary();
            Restore(all[i], given.Step, given.Factor, name => tensors.GetValueOrDefault(name));
        }
    }

    /// <summary>Writes options and state to a file.</summary>
    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>Writes options and state: the optimizer's name, then its numbers and tensors by name.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var (tensors, scalars) = OptimizerState.Save(this);
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt(scalars.Count);
        foreach (var (name, value) in scalars)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write7BitEncodedInt(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            writer.Write(name);
            TensorRecord.Write(writer, tensor);
        }
    }

    /// <summary>Reads a file written by <see cref="save_state_dict(string)"/>.</summary>
    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was written by another kind of optimizer.</exception>
    /// <exception cref="InvalidOperationException">Groups, parameters or shapes differ.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"The state is of {kind}, this optimizer is {GetType().Name}.");
        }

        using var scope = NewDisposeScope();
        var scalars = new Dictionary<string, double>();
        for (var remaining = reader.Read7BitEncodedInt(); remaining > 0; remaining--)
        {
            scalars[reader.ReadString()] = reader.ReadDouble();
        }

        var tensors = new Dictionary<string, Tensor>();
        for (var remaining = reader.Read7BitEncodedInt(); remaining > 0; remaining--)
        {
            tensors[reader.ReadString()] = TensorRecord.Read(reader);
        }

        OptimizerState.Load(this, tensors, scalars);
    }
}
