using System.Globalization;
using PluginHost.HostileFiles;

if (args is ["child", var name, .. var rest])
{
    int Number(int at) => int.Parse(rest[at], CultureInfo.InvariantCulture);
    // A thread as small as those of the pool: deep nesting shows sooner.
    var thread = new Thread(() => Child.Run(name, Number(0), Number(1), Number(2), rest[3]), 3 << 19);
    thread.Start();
    thread.Join();
    return 0;
}

string Option(string option, string otherwise) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
var inputs = int.Parse(Option("--inputs", "20000"), CultureInfo.InvariantCulture);
var seed = int.Parse(Option("--seed", "7"), CultureInfo.InvariantCulture);
var only = Option("--format", "");
var work = Option("--work", Path.Combine(Path.GetTempPath(), "hostile-files"));
var failed = false;
Console.WriteLine("| format | inputs | refused | accepted | wrong exception | crashes | hangs | over memory | slowest in ms |");
Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
foreach (var format in FileFormats.Names.Where(each => only.Length == 0 || each == only))
{
    var trial = new Trial(format, seed, inputs, work);
    await trial.Run();
    failed |= trial.Failed;
    Console.WriteLine(trial.Row());
}

return failed ? 1 : 0;
