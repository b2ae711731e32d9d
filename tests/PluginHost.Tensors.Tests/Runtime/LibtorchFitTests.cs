using PluginHost.Contracts;
using PluginHost.Tensors.Runtime;

namespace PluginHost.Tensors.Tests.Runtime;

/// <summary>Which libtorch is taken, and whether one that the user named fits. The libraries are small crafted files.</summary>
[Collection(nameof(EnvironmentTests))]
public sealed class LibtorchFitTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    public LibtorchFitTests()
    {
        Set("XDG_CACHE_HOME", _folder.File("cache"));
        Set("NUGET_PACKAGES", _folder.File("packages"));
        Set("PLUGINHOST_LIBTORCH", null);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        _folder.Dispose();
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    private string Shim() => new ElfBuilder()
        .Symbol("_ZN2at3addEv", isDefined: false)
        .Symbol("_ZNK2at6Tensor5namesEv", isDefined: false)
        .Symbol("_ZN3c105ErrorC1Ev", isDefined: false)
        .Write(_folder.File("shared", "native", "libLibTorchSharp.so"));

    private string Needy() =>
        new ElfBuilder().NeedsVersion("libstdc++.so.6", "GLIBCXX_3.4.32").Write(_folder.File("shared", "native", "libLibTorchSharp.so"));

    // A Python torch's folder: lib with libraries, version.py beside it.
    private LibtorchFolder Torch(string? version, bool hasNames = true, string soName = "libtorch_cpu.so")
    {
        if (version is not null) File.WriteAllText(_folder.File("torch", "version.py"), $"__version__ = '{version}'\ndebug = False\n");
        new ElfBuilder().Named("libc10.so").Symbol("_ZN3c105ErrorC1Ev", isDefined: true).Write(_folder.File("torch", "lib", "libc10.so"));
        var core = new ElfBuilder().Named(soName).Symbol("_ZN2at3addEv", isDefined: true);
        if (hasNames) core.Symbol("_ZNK2at6Tensor5namesEv", isDefined: true);
        core.Write(_folder.File("torch", "lib", "libtorch_cpu.so"));
        return new LibtorchFolder(_folder.File("torch", "lib"), LibtorchOrigin.Named);
    }

    private RuntimeSettings Settings() => new() { SharedDirectory = _folder.File("shared"), Threads = 1, Try = Never };

    private static RuntimeTrial Never() => throw new InvalidOperationException("no trial was to be made");

    [Fact]
    public void The_version_that_TorchSharp_is_built_for_needs_no_trial() =>
        LibtorchFit.Check(Torch("2.10.1+cu128"), Shim(), Never).ShouldBeNull();

    [Fact]
    public void A_libtorch_that_lacks_functions_is_told_with_both_versions_and_their_names()
    {
        var finding = LibtorchFit.Check(Torch("2.14.0", hasNames: false), Shim(), Never).ShouldNotBeNull();

        finding.Code.ShouldBe("TS0105");
        finding.What.ShouldBe(
            $"libtorch 2.14.0 in {_folder.File("torch", "lib")} does not fit TorchSharp 0.107.0, which is built for libtorch 2.10.0:"
            + " it lacks 1 of 3 functions that TorchSharp calls, such as at::Tensor::names.");
        finding.Fix!.ShouldContain("PLUGINHOST_LIBTORCH");
    }

    [Fact]
    public void Another_version_is_tried_once_and_the_answer_is_kept_until_a_file_changes()
    {
        var trials = 0;
        RuntimeTrial Good()
        {
            trials++;
            return new RuntimeTrial(0, "all right\n");
        }

        var torch = Torch("2.11.0");
        var shim = Shim();
        LibtorchFit.Check(torch, shim, Good).ShouldBeNull();
        LibtorchFit.Check(torch, shim, Good).ShouldBeNull();
        trials.ShouldBe(1);

        File.SetLastWriteTimeUtc(_folder.File("torch", "lib", "libtorch_cpu.so"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        LibtorchFit.Check(torch, shim, Good).ShouldBeNull();
        trials.ShouldBe(2);
    }

    [Fact]
    public void A_libtorch_whose_version_nobody_tells_is_tried()
    {
        var trials = 0;
        LibtorchFit.Check(Torch(version: null), Shim(), () => new RuntimeTrial(trials++, "")).ShouldBeNull();
        trials.ShouldBe(1);
    }

    [Theory]
    [InlineData(139, "a trial was ended by signal 11: layer_norm: right / convolution:")]
    [InlineData(1, "a trial failed: layer_norm: right / convolution:")]
    public void A_failed_trial_is_told_with_its_last_operator_and_tried_again_the_next_time(int exitCode, string how)
    {
        var torch = Torch("2.11.0");
        var shim = Shim();
        var ended = new RuntimeTrial(exitCode, "layer_norm: right\nconvolution: ");
        var finding = LibtorchFit.Check(torch, shim, () => ended).ShouldNotBeNull();

        finding.Code.ShouldBe("TS0107");
        finding.What.ShouldContain("libtorch 2.11.0 in ");
        finding.What.ShouldContain("TorchSharp 0.107.0, which is built for libtorch 2.10.0: " + how);
        LibtorchFit.Check(torch, shim, () => new RuntimeTrial(0, "")).ShouldBeNull();
    }

    [Fact]
    public void A_library_under_another_name_is_told()
    {
        var finding = LibtorchFit.Check(Torch("2.10.0", soName: "libtorch_cpu.so.2.10"), Shim(), Never).ShouldNotBeNull();

        finding.Code.ShouldBe("TS0106");
        finding.What.ShouldContain("calls itself libtorch_cpu.so.2.10");
    }

    [Fact]
    public void A_truncated_library_is_told_with_its_name()
    {
        var torch = Torch("2.10.0");
        var core = _folder.File("torch", "lib", "libtorch_cpu.so");
        File.WriteAllBytes(core, File.ReadAllBytes(core)[..100]);

        var finding = LibtorchFit.Check(torch, Shim(), Never).ShouldNotBeNull();

        finding.Code.ShouldBe("TS0104");
        finding.What.ShouldContain($"{core} is truncated");
    }

    [Theory]
    [InlineData("_ZN2at6Tensor5namesEv", "at::Tensor::names")]
    [InlineData("_ZNK2at6Tensor5namesEv", "at::Tensor::names")]
    [InlineData("_Z3foov", "foo")]
    [InlineData("_ZN99999999999at", "_ZN99999999999at")]
    [InlineData("_ZN50at", "_ZN50at")]
    [InlineData("memcpy", "memcpy")]
    public void A_mangled_name_becomes_readable(string mangled, string readable) => LibtorchFit.Readable(mangled).ShouldBe(readable);

    [Fact]
    public void A_named_folder_comes_first_and_may_be_the_folder_above()
    {
        Torch("2.10.0");
        new ElfBuilder().Write(_folder.File("shared", "native", "libtorch_cpu.so"));
        Set("PLUGINHOST_LIBTORCH", _folder.File("torch"));

        var found = LibtorchFolder.Find(_folder.File("shared", "native"), out var fault).ShouldNotBeNull();

        fault.ShouldBeNull();
        found.ShouldBe(new LibtorchFolder(_folder.File("torch", "lib"), LibtorchOrigin.Named));
        found.Version().ShouldBe("2.10.0");
    }

    [Fact]
    public void The_shared_folder_comes_before_the_package_cache()
    {
        var cached = _folder.File("packages", "libtorch-cpu-linux-x64", "2.10.0", "runtimes", "linux-x64", "native", "libtorch_cpu.so");
        new ElfBuilder().Write(cached);
        LibtorchFolder.Find(_folder.File("shared", "native"), out _)!.Origin.ShouldBe(LibtorchOrigin.PackageCache);

        new ElfBuilder().Write(_folder.File("shared", "native", "libtorch_cpu.so"));
        LibtorchFolder.Find(_folder.File("shared", "native"), out _)!.Origin.ShouldBe(LibtorchOrigin.Shared);
    }

    [Fact]
    public void A_machine_without_libtorch_is_told_how_to_get_one_and_misses_its_package()
    {
        LibtorchFolder.Find(_folder.File("shared", "native"), out var fault).ShouldBeNull();

        fault!.Code.ShouldBe("TS0101");
        fault.Fix!.ShouldContain("dotnet host setup");
        new TorchRuntime().Missing(Settings()).ShouldBe([new RuntimePackage("libtorch-cpu-linux-x64", "2.10.0")]);
    }

    [Fact]
    public void A_named_folder_without_libtorch_is_told_and_no_package_is_missed()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        File.WriteAllText(_folder.File("file"), "");
        foreach (var (named, what) in new[] { ("empty", "has no libtorch_cpu.so"), ("gone", "does not exist"), ("file", "is a file") })
        {
            Set("PLUGINHOST_LIBTORCH", _folder.File(named));
            LibtorchFolder.Find(_folder.File("shared", "native"), out var fault).ShouldBeNull();
            fault!.Code.ShouldBe("TS0102");
            fault.What.ShouldContain($"{_folder.File(named)} {what}");
            new TorchRuntime().Missing(Settings()).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("libtorch_cpu.so.2.14.1", "2.14.1")]
    [InlineData("libtorch_cpu.so.real", null)]
    public void A_version_may_stand_in_the_librarys_file_name(string real, string? version)
    {
        File.WriteAllText(_folder.File("system", real), "");
        File.CreateSymbolicLink(_folder.File("system", "libtorch_cpu.so"), real);

        new LibtorchFolder(_folder.File("system"), LibtorchOrigin.Named).Version().ShouldBe(version);
    }

    [Fact]
    public void The_native_library_is_marked_in_place_where_the_machine_lacks_the_version_and_left_alone_where_it_has_it()
    {
        var shim = Needy();
        var bytes = File.ReadAllBytes(shim);
        var native = _folder.File("shared", "native");

        NativeShim.Find(native, () => true, out _).ShouldBe(new NativeShim(shim, IsMarked: false));
        File.ReadAllBytes(shim).ShouldBe(bytes);

        NativeShim.Find(native, () => false, out _).ShouldBe(new NativeShim(shim, IsMarked: true));
        File.ReadAllBytes(shim).ShouldNotBe(bytes);
        NativeShim.Find(native, () => throw new InvalidOperationException("nobody is to be asked"), out _)!.IsMarked.ShouldBeTrue();
    }

    [Fact]
    public void The_native_library_is_marked_in_the_users_cache_where_its_folder_cannot_be_written()
    {
        var shim = Needy();
        var bytes = File.ReadAllBytes(shim);
        // Root may write everywhere, but not to a file where a folder is.
        Directory.CreateDirectory($"{shim}.{Environment.ProcessId}.new");

        var found = NativeShim.Find(_folder.File("shared", "native"), () => false, out var fault).ShouldNotBeNull();

        fault.ShouldBeNull();
        found.Path.ShouldStartWith(_folder.File("cache"));
        found.IsMarked.ShouldBeTrue();
        File.ReadAllBytes(shim).ShouldBe(bytes);
    }

    [Fact]
    public void A_damaged_native_library_is_told()
    {
        File.WriteAllText(_folder.File("shared", "native", "libLibTorchSharp.so"), "nothing");

        NativeShim.Find(_folder.File("shared", "native"), () => false, out var fault).ShouldBeNull();

        fault!.Code.ShouldBe("TS0104");
        fault.What.ShouldContain("libLibTorchSharp.so is truncated");
    }
}

/// <summary>Tests that change the environment of the process run one after another.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
public sealed class EnvironmentTests;
