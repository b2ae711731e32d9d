using System.Text;
using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.Plugins.DatasetClassification.Layouts;

namespace DataSets.Tests.Classification;

/// <summary>Small sets written in the layouts that the publishers describe.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly RunStandIn _run = new();

    private string Set => Path.Combine(_run.Directory, "set");

    [Fact]
    public void CIFAR_10_binary_keeps_its_division_labels_and_pixels()
    {
        Cifar10();
        var cifar = Cifar(new());
        cifar.Info.Name.ShouldBe("CIFAR-10, 240 samples of 32 x 32 in 10 classes");
        cifar.Info.Classes[3].ShouldBe("cat");
        cifar.Samples(Split.Test).Count.ShouldBe(40);
        cifar.Samples(Split.Test).ShouldAllBe(sample => sample.Id.StartsWith("test_batch/", StringComparison.Ordinal));
        (cifar.Samples(Split.Train).Count + cifar.Samples(Split.Validation).Count).ShouldBe(200);
        foreach (var sample in cifar.All()) sample.Label.ShouldBe(int.Parse(sample.Id.Split('/')[1]) % 10);
        var third = cifar.All().Single(sample => sample.Id == "data_batch_2/00003");
        var values = cifar.Values(third, SampleKeys.Image);
        values.Length.ShouldBe(3072);
        values[0].ShouldBe(Level("data_batch_2", 3, 0) / 255f);
        values[1024 + 33].ShouldBe(Level("data_batch_2", 3, 1024 + 33) / 255f);
    }

    [Theory]
    [InlineData("fine", 100, 7)]
    [InlineData("coarse", 20, 1)]
    public void CIFAR_100_binary_has_coarse_and_fine_labels(string labels, int classes, int label)
    {
        Directory.CreateDirectory(Set);
        File.WriteAllLines(Path.Combine(Set, "coarse_label_names.txt"), Enumerable.Range(0, 20).Select(i => $"coarse{i}"));
        File.WriteAllLines(Path.Combine(Set, "fine_label_names.txt"), Enumerable.Range(0, 100).Select(i => $"fine{i}"));
        foreach (var name in (string[])["train", "test"])
        {
            File.WriteAllBytes(Path.Combine(Set, $"{name}.bin"),
                [.. Enumerable.Range(0, 200).SelectMany(i => (byte[])[(byte)(i % 100 / 5), (byte)(i % 100), .. Pixels(name, i)])]);
        }

        var cifar = Cifar(new() { Labels = labels, Validation = 0 });
        cifar.Info.Classes.Count.ShouldBe(classes);
        cifar.All().Single(sample => sample.Id == "train/00007").Label.ShouldBe(label);
        cifar.Samples(Split.Train).Count.ShouldBe(200);
    }

    [Fact]
    public void CIFAR_python_gives_what_the_binary_version_gives()
    {
        Cifar10();
        var binary = Cifar(new());
        var values = binary.All().ToDictionary(sample => sample.Id, sample => (sample.Label, sample.Split, Values: binary.Values(sample, SampleKeys.Image)));
        foreach (var file in Directory.GetFiles(Set)) File.Delete(file);
        File.WriteAllBytes(Path.Combine(Set, "batches.meta"), PythonTwo.Meta("label_names", s_names));
        foreach (var name in Batches)
        {
            File.WriteAllBytes(Path.Combine(Set, name), PythonTwo.Batch([.. Labels.Select(label => (byte)label)],
                [.. Enumerable.Range(0, 40).SelectMany(i => Pixels(name, i))]));
        }

        var python = Cifar(new());
        python.Info.ShouldBe(binary.Info with { Classes = python.Info.Classes });
        foreach (var sample in python.All())
        {
            var (label, split, pixels) = values[sample.Id];
            (sample.Label, sample.Split).ShouldBe((label, split));
            python.Values(sample, SampleKeys.Image).ShouldBe(pixels);
        }
    }

    [Fact]
    public void Damaged_CIFAR_files_are_one_finding_with_file_place_and_way_out()
    {
        Cifar10();
        var bytes = File.ReadAllBytes(Path.Combine(Set, "test_batch.bin"));
        File.WriteAllBytes(Path.Combine(Set, "test_batch.bin"), bytes[..^1]);
        References.Finding(() => Cifar(new())).What.ShouldBe(
            $"'{Path.Combine(Set, "test_batch.bin")}' has 122,919 bytes; records of 3,073 are expected, one after the other");
        bytes[5 * 3073] = 10;
        File.WriteAllBytes(Path.Combine(Set, "test_batch.bin"), bytes);
        var outside = References.Finding(() => Cifar(new()));
        outside.What.ShouldEndWith("has the label 10 at picture 5, outside the classes 0 to 9");
        outside.Fix.ShouldBe("Unpack the archive again, or fetch it again.");
        File.Delete(Path.Combine(Set, "data_batch_4.bin"));
        References.Finding(() => Cifar(new())).What.ShouldEndWith("data_batch_4.bin' is not there");
    }

    [Fact]
    public void Test_samples_that_are_in_the_training_split_are_refused_dropped_or_kept()
    {
        Cifar10();
        var train = File.ReadAllBytes(Path.Combine(Set, "data_batch_1.bin"));
        var test = File.ReadAllBytes(Path.Combine(Set, "test_batch.bin"));
        test.AsSpan((7 * 3073) + 1, 3072).CopyTo(train.AsSpan((17 * 3073) + 1));
        File.WriteAllBytes(Path.Combine(Set, "data_batch_1.bin"), train);
        var finding = References.Finding(() => Cifar(new()));
        (finding.Code, finding.Where).ShouldBe(("CD0040", "copies"));
        finding.What.ShouldBe("1 training samples of CIFAR-10 are byte-identical to test samples, such as 'data_batch_1/00017' to 'test_batch/00007'");
        var dropped = Cifar(new() { Copies = "drop" });
        dropped.All().Length.ShouldBe(239);
        dropped.All().ShouldNotContain(sample => sample.Id == "data_batch_1/00017");
        dropped.Values(dropped.All().Single(sample => sample.Id == "data_batch_1/00018"), SampleKeys.Image)[0].ShouldBe(Level("data_batch_1", 18, 0) / 255f);
        Cifar(new() { Copies = "keep" }).All().Length.ShouldBe(240);
    }

    [Fact]
    public void CUB_keeps_its_division_and_names()
    {
        Cub(20);
        using var cub = new CubDataset(Options(), _run, _run).Prepared();
        cub.Info.Classes.ShouldBe(["001.Black_footed_Albatross", "002.Laysan_Albatross"]);
        cub.Samples(Split.Test).Select(sample => sample.Id).ShouldBe(
            Enumerable.Range(0, 40).Where(i => i % 4 < 2).Select(Bird).Order(StringComparer.Ordinal));
        cub.All().Length.ShouldBe(40);
        cub.All().ShouldAllBe(sample => sample.Id.StartsWith(cub.Info.Classes[sample.Label], StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_of_CUB_that_do_not_fit_are_found_with_file_and_line()
    {
        Cub(20);
        Line("image_class_labels.txt", 4, "5 3");
        var finding = References.Finding(() => new CubDataset(Options(), _run, _run).Prepared());
        (finding.Code, finding.Expected).ShouldBe(("DS0041", "1 to 2"));
        finding.What.ShouldBe($"line 5 of '{Path.Combine(Set, "image_class_labels.txt")}' has the class '3'");
        Line("image_class_labels.txt", 4, "5 1");
        Line("images.txt", 2, "3 ../../secret.png");
        References.Finding(() => new CubDataset(Options(), _run, _run).Prepared()).Expected.ShouldBe("a picture inside images/");
        Line("images.txt", 2, "3 001.Black_footed_Albatross/none.png");
        References.Finding(() => new CubDataset(Options(), _run, _run).Prepared()).What.ShouldContain("line 3 of");
        Line("images.txt", 2, "4 " + Bird(2));
        References.Finding(() => new CubDataset(Options(), _run, _run).Prepared()).What.ShouldEndWith("gives 4 a second time");
    }

    [Fact]
    public void ImageNet_takes_validation_pictures_from_class_folders_or_from_the_devkits_numbers()
    {
        string[] ids = ["n01440764", "n01443537"];
        for (var i = 0; i < 24; i++) Picture($"train/{ids[i % 2]}/{ids[i % 2]}_{i}.JPEG", i);
        for (var i = 0; i < 6; i++) Picture($"val/ILSVRC2012_val_{i + 1:D8}.JPEG", 100 + i);
        var missing = References.Finding(() => ImageNet(new()));
        missing.What.ShouldContain("ILSVRC2012_validation_ground_truth.txt' is not there");
        // The devkit numbers classes in an order of its own.
        File.WriteAllLines(Path.Combine(Set, "synsets.txt"), ["n01443537", "n01440764"]);
        File.WriteAllLines(Path.Combine(Set, "ILSVRC2012_validation_ground_truth.txt"), ["1", "2", "2", "1", "1", "2"]);
        using (var flat = ImageNet(new()))
        {
            flat.Info.Classes.ShouldBe(ids);
            flat.Samples(Split.Test).Select(sample => (sample.Label, int.Parse(sample.Id[^13..^5]))).ShouldBe([(0, 2), (0, 3), (0, 6), (1, 1), (1, 4), (1, 5)]);
            flat.Samples(Split.Train).ShouldAllBe(sample => sample.Id.StartsWith("train/", StringComparison.Ordinal));
        }

        File.WriteAllLines(Path.Combine(Set, "ILSVRC2012_validation_ground_truth.txt"), ["1", "2", "3", "1", "1", "2"]);
        References.Finding(() => ImageNet(new())).What.ShouldEndWith("has the class '3'");
        File.WriteAllLines(Path.Combine(Set, "ILSVRC2012_validation_ground_truth.txt"), ["1", "2"]);
        References.Finding(() => ImageNet(new())).What.ShouldContain("has 6 pictures");
        foreach (var file in Directory.GetFiles(Path.Combine(Set, "val"))) File.Delete(file);
        for (var i = 0; i < 4; i++) Picture($"val/{ids[i % 2]}/{i}.JPEG", 200 + i);
        using var folders = ImageNet(new());
        folders.Samples(Split.Test).Select(sample => sample.Label).ShouldBe([0, 0, 1, 1]);
    }

    [Fact]
    public void ImageNet_R_has_the_names_of_its_README_and_a_division_by_hash()
    {
        for (var i = 0; i < 80; i++) Picture($"n0144353{7 + (i % 2)}/art_{i}.jpg", i);
        File.WriteAllText(Path.Combine(Set, "README.txt"), "ImageNet-R\n\nn01443537 goldfish\nn01443538 great white shark\n");
        using var set = new ImageNetRDataset(new() { Folder = "set", CacheDirectory = "cache", Size = 8 }, _run, _run).Prepared();
        set.Info.Classes.ShouldBe(["goldfish", "great white shark"]);
        set.Samples(Split.Test).Count.ShouldBeInRange(6, 28);
        Picture("photos/1.jpg", 1);
        References.Finding(() => new ImageNetRDataset(new() { Folder = "set", CacheDirectory = "cache" }, _run, _run).Prepared())
            .Fix!.ShouldContain("take the data set 'pictures'");
    }

    [Fact]
    public void Equal_pictures_on_both_sides_of_the_divisions_of_CUB_and_ImageNet_are_refused_or_dropped()
    {
        Cub(20);
        Picture($"images/{Bird(2)}", 4);
        var birds = References.Finding(() => new CubDataset(Options(), _run, _run).Prepared());
        (birds.Code, birds.Where).ShouldBe(("CD0040", "copies"));
        birds.What.ShouldEndWith($"are byte-identical to test samples, such as '{Bird(2)}' to '{Bird(4)}'");
        var options = Options();
        options.Copies = "drop";
        using (var cub = new CubDataset(options, _run, _run).Prepared()) cub.All().Select(sample => sample.Id).ShouldNotContain(Bird(2));

        Directory.Delete(Set, recursive: true);
        for (var i = 0; i < 24; i++) Picture($"train/{(i % 2 == 0 ? "n01440764" : "n01443537")}/{i}.JPEG", i);
        // The same picture under another class, and once more in training.
        for (var i = 0; i < 4; i++) Picture($"val/{(i % 2 == 0 ? "n01443537" : "n01440764")}/{i}.JPEG", i == 3 ? 8 : 200 + i);
        Picture("train/n01443537/11.JPEG", 8);
        var fish = References.Finding(() => ImageNet(new()));
        fish.Code.ShouldBe("CD0040");
        fish.What.ShouldStartWith("2 training samples of ");
        using var images = ImageNet(new() { Copies = "drop" });
        images.Samples(Split.Train).Count.ShouldBe(22);
        images.Samples(Split.Test).Count.ShouldBe(4);
    }

    [Fact]
    public void Equal_pictures_of_ImageNet_R_are_in_one_split()
    {
        for (var i = 0; i < 80; i++) Picture($"n0144353{7 + (i % 2)}/art_{i / 2}.jpg", i / 2);
        File.WriteAllText(Path.Combine(Set, "README.txt"), "ImageNet-R\n\nn01443537 goldfish\nn01443538 great white shark\n");
        using var set = new ImageNetRDataset(new() { Folder = "set", CacheDirectory = "cache", Size = 8 }, _run, _run).Prepared();
        var copies = set.All().GroupBy(sample => sample.Id[(sample.Id.IndexOf('/') + 1)..]).ToArray();
        copies.Length.ShouldBe(40);
        copies.ShouldAllBe(pair => pair.Count() == 2 && pair.Select(sample => sample.Split).Distinct().Count() == 1);
    }

    public void Dispose() => _run.Dispose();

    private static readonly string[] s_names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private static IEnumerable<string> Batches => [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}"), "test_batch"];

    private static IEnumerable<int> Labels => Enumerable.Range(0, 40).Select(i => i % 10);

    private static byte Level(string file, int picture, int at) => Pixels(file, picture)[at];

    private static byte[] Pixels(string file, int picture)
    {
        var pixels = new byte[3072];
        var random = new RandomSource(picture).Stream(file);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.Next(256);
        return pixels;
    }

    private static string Bird(int i) => i % 2 == 0
        ? $"001.Black_footed_Albatross/Black_Footed_Albatross_{i:D4}.png" : $"002.Laysan_Albatross/Laysan_Albatross_{i:D4}.png";

    private LayoutOptions Options() => new() { Folder = "set", CacheDirectory = "cache", Size = 8 };

    private CifarDataset Cifar(CifarOptions options)
    {
        options.Folder = "set";
        return new CifarDataset(options, _run, _run).Prepared();
    }

    private ImageNetDataset ImageNet(ImageNetOptions options)
    {
        (options.Folder, options.CacheDirectory, options.Size, options.Validation) = ("set", "cache", 8, 0);
        return new ImageNetDataset(options, _run, _run).Prepared();
    }

    private void Cifar10()
    {
        Directory.CreateDirectory(Set);
        File.WriteAllText(Path.Combine(Set, "batches.meta.txt"), string.Join('\n', s_names) + "\n\n");
        foreach (var name in Batches)
        {
            File.WriteAllBytes(Path.Combine(Set, $"{name}.bin"),
                [.. Labels.SelectMany((label, i) => (byte[])[(byte)label, .. Pixels(name, i)])]);
        }
    }

    private void Cub(int ofEach)
    {
        for (var i = 0; i < 2 * ofEach; i++) Picture($"images/{Bird(i)}", i);
        var numbers = Enumerable.Range(0, 2 * ofEach).ToArray();
        File.WriteAllText(Path.Combine(Set, "classes.txt"), "1 001.Black_footed_Albatross\n2 002.Laysan_Albatross\n");
        File.WriteAllLines(Path.Combine(Set, "images.txt"), numbers.Select(i => $"{i + 1} {Bird(i)}"));
        File.WriteAllLines(Path.Combine(Set, "image_class_labels.txt"), numbers.Select(i => $"{i + 1} {1 + (i % 2)}"));
        File.WriteAllLines(Path.Combine(Set, "train_test_split.txt"), numbers.Select(i => $"{i + 1} {(i % 4 < 2 ? 0 : 1)}"));
    }

    private void Line(string file, int line, string text)
    {
        var lines = File.ReadAllLines(Path.Combine(Set, file));
        lines[line] = text;
        File.WriteAllLines(Path.Combine(Set, file), lines);
    }

    private void Picture(string name, int content)
    {
        var path = Path.Combine(Set, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PictureFile.Write(Path.ChangeExtension(path, ".png"), new Picture(8, 8, 1, [.. Enumerable.Range(0, 64).Select(i => (byte)((i * 3) + content))]));
        if (Path.GetExtension(path) != ".png") File.Move(Path.ChangeExtension(path, ".png"), path, overwrite: true);
    }
}

/// <summary>
/// Pickles as Python 2 wrote CIFAR's python version: protocol 2, texts of bytes, an array by numpy's _reconstruct with its elements in a text.
/// </summary>
internal static class PythonTwo
{
    public static byte[] Meta(string key, IEnumerable<string> names)
    {
        var bytes = Begun();
        Text(bytes, key);
        bytes.AddRange("]("u8);
        foreach (var name in names) Text(bytes, name);
        bytes.AddRange("es."u8);
        return [.. bytes];
    }

    public static byte[] Batch(byte[] labels, byte[] pixels)
    {
        var bytes = Begun();
        bytes.Add((byte)'(');
        Text(bytes, "batch_label");
        Text(bytes, "training batch");
        Text(bytes, "labels");
        bytes.AddRange("]("u8);
        foreach (var label in labels) bytes.AddRange([(byte)'K', label]);
        bytes.Add((byte)'e');
        Text(bytes, "data");
        bytes.AddRange("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n"u8);
        bytes.AddRange([(byte)'K', 0]);
        bytes.Add(0x85);
        Text(bytes, "b");
        bytes.AddRange([0x87, (byte)'R', (byte)'(', (byte)'K', 1]);
        Number(bytes, labels.Length);
        Number(bytes, 3072);
        bytes.Add(0x86);
        bytes.AddRange("cnumpy\ndtype\n"u8);
        Text(bytes, "u1");
        bytes.AddRange([(byte)'K', 0, (byte)'K', 1, 0x87, (byte)'R', (byte)'(', (byte)'K', 3]);
        Text(bytes, "|");
        bytes.AddRange("NNN"u8);
        for (var i = 0; i < 2; i++) bytes.AddRange([(byte)'J', 255, 255, 255, 255]);
        bytes.AddRange([(byte)'K', 0, (byte)'t', (byte)'b', 0x89, (byte)'T']);
        bytes.AddRange(BitConverter.GetBytes(pixels.Length));
        bytes.AddRange(pixels);
        bytes.AddRange("tbu."u8);
        return [.. bytes];
    }

    private static List<byte> Begun() => [0x80, 2, (byte)'}'];

    private static void Number(List<byte> bytes, int value)
    {
        bytes.Add((byte)'M');
        bytes.AddRange(BitConverter.GetBytes((ushort)value));
    }

    private static void Text(List<byte> bytes, string text)
    {
        bytes.AddRange([(byte)'U', (byte)text.Length]);
        bytes.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
