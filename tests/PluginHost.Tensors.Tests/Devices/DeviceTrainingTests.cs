using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Tensors.Tests.Devices;

public sealed class DeviceTrainingTests
{
    [SkippableTheory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Training_takes_the_same_way_on_the_device(string name)
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        var here = Train(name, CPU);
        var there = Train(name, TestDevice.Value);

        here.Losses[^1].ShouldBeLessThan(here.Losses[0]);
        for (var i = 0; i < here.Losses.Length; i++) there.Losses[i].ShouldBe(here.Losses[i], 1e-8, $"step {i}");
        there.Weights.ShouldAgreeWith(here.Weights, 1e-8, "weights");
    }

    [SkippableFact]
    public void Mixed_precision_with_scaled_losses_learns()
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        var device = TestDevice.Value;
        manual_seed(3);
        using var network = Network().to(device);
        using var optimizer = optim.AdamW(network.parameters(), 0.01);
        using var scaler = new GradScaler(initialScale: 1024);
        var (x, y) = Data(device, float32);
        var losses = new List<double>();
        for (var step = 0; step < 40; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss;
            using (new Autocast(device.type, device.type == DeviceType.CUDA ? float16 : bfloat16))
            {
                var output = network.call(x);
                output.dtype.ShouldNotBe(float32);
                loss = functional.mse_loss(output.to(float32), y);
            }

            scaler.Scale(loss).backward();
            scaler.Step(optimizer, network.parameters(), () => optimizer.step());
            scaler.Update();
            losses.Add(loss.to(float64).item<double>());
        }

        losses[^1].ShouldBeLessThan(losses[0] / 2);
        scaler.SkippedSteps.ShouldBe(0);
    }

    [SkippableFact]
    public void Random_numbers_of_the_device_follow_its_seed_and_state()
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        using var random = new Generator(7, TestDevice.Value);
        var first = Draw(random);
        var state = random.get_state();
        var second = Draw(random);
        random.set_state(state);
        var again = Draw(random);
        random.manual_seed(7);
        var fromTheStart = Draw(random);

        second.Equals(first).ShouldBeFalse();
        again.Equals(second).ShouldBeTrue();
        fromTheStart.Equals(first).ShouldBeTrue();
    }

    [SkippableFact]
    public void Tensors_of_the_device_come_back_from_a_file()
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        var path = Path.GetTempFileName();
        try
        {
            var x = arange(0, 12, dtype: float32, device: TestDevice.Value).reshape(3, 4);
            Safetensors.Write(path, [KeyValuePair.Create("x", x)]);

            Safetensors.Read(path)["x"].Equals(x.cpu()).ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SkippableFact]
    public void A_failure_on_the_device_is_an_exception_that_names_the_shapes()
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        var x = ones([2, 2], device: TestDevice.Value);

        Should.Throw<System.Runtime.InteropServices.ExternalException>(() => x.mm(ones([3, 3], device: TestDevice.Value)))
            .Message.ShouldContain("2x2 and 3x3");
    }

    private static Tensor Draw(Generator random) => randn([64], device: TestDevice.Value, generator: random).cpu();

    private static TorchSharp.Modules.Sequential Network() => Sequential(Linear(6, 16), ReLU(), Linear(16, 3));

    private static (Tensor X, Tensor Y) Data(Device device, ScalarType type)
    {
        using var random = new Generator(2);
        var x = randn([32, 6], dtype: type, generator: random);
        var y = x.matmul(randn([6, 3], dtype: type, generator: random));
        return (x.to(device), y.to(device));
    }

    private static (double[] Losses, Tensor Weights) Train(string name, Device device)
    {
        manual_seed(3);
        using var network = Network().to(float64);
        network.to(device);
        using optim.Optimizer optimizer = name switch
        {
            "sgd" => optim.SGD(network.parameters(), 0.05, momentum: 0.9),
            "adam" => optim.Adam(network.parameters(), 0.01),
            _ => optim.AdamW(network.parameters(), 0.01, weight_decay: 0.1),
        };
        var (x, y) = Data(device, float64);
        var losses = new double[15];
        for (var step = 0; step < losses.Length; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.mse_loss(network.call(x), y);
            loss.backward();
            optimizer.step();
            losses[step] = loss.to(float64).item<double>();
        }

        return (losses, cat([.. network.parameters().Select(p => p.detach().flatten())]).cpu());
    }
}
