namespace TorchSharp;

public static partial class torch
{
    /// <summary>A device: its kind and, for kinds that come in numbers, which one (-1: the current one).</summary>
    public class Device : IEquatable<Device>
    {
        public Device(DeviceType type, int index = -1) => (this.type, this.index) = (type, type == DeviceType.CPU ? -1 : index);

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        /// <summary>Parses "cpu", "cuda", "cuda:1", "mps", "meta".</summary>
        /// <exception cref="ArgumentException">The text names no known device.</exception>
        public Device(string description)
        {
            var parts = description.Split(':');
            (type, index) = (TypeOf(parts[0], description), -1);
            if (parts.Length > 2 || (parts.Length == 2 && (!int.TryParse(parts[1], out var number) || (index = number) < 0)))
            {
                throw new ArgumentException($"'{description}' is no device: expected a form such as cpu, cuda or cuda:0.",
                    nameof(description));
            }

            if (type == DeviceType.CPU)
            {
                index = -1;
            }
        }

        public Device(string deviceType, int index)
            : this(TypeOf(deviceType, deviceType), index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public bool Equals(Device? other) => other is not null && other.type == type && other.index == index;

        public override bool Equals(object? obj) => Equals(obj as Device);

        public override int GetHashCode() => HashCode.Combine(type, index);

        public static bool operator ==(Device? left, Device? right) => left is null ? right is null : left.Equals(right);

        public static bool operator !=(Device? left, Device? right) => !(left == right);

        public override string ToString() => type.ToString().ToLowerInvariant() + (index < 0 ? "" : $":{index}");

        private static DeviceType TypeOf(string name, string description) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "hip" => DeviceType.HIP,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            "xla" => DeviceType.XLA,
            _ => throw new ArgumentException($"'{description}' is no device: expected a form such as cpu, cuda or cuda:0.",
                nameof(description)),
        };
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device CUDA = new(DeviceType.CUDA);
    public static readonly Device MPS = new(DeviceType.MPS);
    public static readonly Device META = new(DeviceType.META);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);
}
