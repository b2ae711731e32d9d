using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Writes parameters and persistent buffers to a file in TorchSharp's binary form.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes parameters and persistent buffers to a stream, which stays open.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes parameters and persistent buffers.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes named tensors: their number, then each name, type, shape and bytes.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Write7BitEncodedInt64(entries.Count);
                foreach (var (name, tensor) in entries)
                {
                    writer.Write(name);
                    TensorRecord.Write(writer, tensor);
                }
            }

            /// <summary>Reads a file written by <see cref="save(string, IList{string})"/>.</summary>
            /// <inheritdoc cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads a stream written by <see cref="save(Stream, IList{string})"/>; it stays open.</summary>
            /// <inheritdoc cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads named tensors and loads them as <see cref="load_state_dict"/> does.</summary>
            /// <param name="reader">Where to read.</param>
            /// <param name="strict">Whether each name must be on both sides.</param>
            /// <param name="skip">Names to leave out of account.</param>
            /// <param name="loadedParameters">Receives for each name of the module whether it was read.</param>
            /// <exception cref="InvalidOperationException">Names or shapes do not fit.</exception>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                var source = new Dictionary<string, Tensor>();
                for (var remaining = reader.Read7BitEncodedInt64(); remaining > 0; remaining--)
                {
                    var name = reader.ReadString();
                    source[name] = TensorRecord.Read(reader);
                }

                load_state_dict(source, strict, skip);
                foreach (var name in loadedParameters is null ? [] : state_dict().Keys.ToList())
                {
                    loadedParameters![name] = source.ContainsKey(name) && skip?.Contains(name) != true;
                }

                return this;
            }
        }
    }
}
