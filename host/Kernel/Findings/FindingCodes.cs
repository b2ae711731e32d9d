namespace PluginHost.Findings;

/// <summary>
/// The codes of everything the host can find wrong. Stable: scripts and documents name them. PH00 blames the command line or the host
/// itself, PH01 and PH02 the job (exit code 2), PH03 and PH04 a plugin (exit code 3), PH05 the run (exit code 4). PH06 blames a comparison
/// file, PH07 what a command on packages and stores was given (exit code 2). PH08 blames the machine's shared runtimes, and so do codes of
/// theirs (exit code 3). Each has a page in <c>docs/findings</c>, which <c>explain</c> prints.
/// </summary>
internal static class FindingCodes
{
    public const string Unexpected = "PH0000";
    public const string CommandLine = "PH0001";
    public const string WorkingFolder = "PH0002";
    public const string NoPage = "PH0003";

    public const string JobUnreadable = "PH0101";
    public const string JobSyntax = "PH0102";
    public const string UnknownKey = "PH0103";
    public const string WrongType = "PH0104";
    public const string BadValue = "PH0105";
    public const string PluginDirectoryMissing = "PH0107";
    public const string BadOverride = "PH0108";
    public const string ResumeDiffers = "PH0109";
    public const string NothingToResume = "PH0110";
    public const string OutputOccupied = "PH0111";
    public const string Unreadable = "PH0112";
    public const string NoUserFolder = "PH0113";
    public const string NoResults = "PH0114";
    public const string NoRecords = "PH0115";
    public const string RunBusy = "PH0116";

    public const string UnknownComponent = "PH0201";
    public const string NoSuchVersion = "PH0202";
    public const string UnknownOption = "PH0203";
    public const string OptionType = "PH0204";
    public const string OptionRange = "PH0205";
    public const string OptionNotAllowed = "PH0206";
    public const string OptionMissing = "PH0207";
    public const string OptionsRefused = "PH0208";
    public const string AmbiguousComponent = "PH0209";
    public const string TooManyOfKind = "PH0210";
    public const string MissingComponent = "PH0211";
    public const string MissingCapability = "PH0212";
    public const string AmbiguousDependency = "PH0213";
    public const string DependencyCycle = "PH0214";
    public const string NoEngine = "PH0215";

    public const string ManifestUnreadable = "PH0301";
    public const string ManifestKeyUnknown = "PH0302";
    public const string ManifestKeyMissing = "PH0303";
    public const string ManifestValue = "PH0304";
    public const string ContractRange = "PH0305";
    public const string NewerContract = "PH0306";
    public const string TargetFramework = "PH0307";
    public const string EntryAssembly = "PH0308";
    public const string EntryType = "PH0309";
    public const string RequiresMissing = "PH0310";
    public const string RequiresVersion = "PH0311";
    public const string RequiresCycle = "PH0312";
    public const string SharedCopy = "PH0313";
    public const string PathEscape = "PH0314";
    public const string ClaimedTwice = "PH0315";
    public const string MissingReference = "PH0316";
    public const string SharedFramework = "PH0317";
    public const string ShadowedPlugin = "PH0318";

    public const string HashMismatch = "PH0319";
    public const string HashesMissing = "PH0320";
    public const string PackageUnsafe = "PH0321";
    public const string PackageUnreadable = "PH0322";
    public const string PackageContent = "PH0323";
    public const string NotAllowed = "PH0324";
    public const string AllowListUnreadable = "PH0325";
    public const string LockDiffers = "PH0326";
    public const string LockUnreadable = "PH0327";
    public const string OptionsSchema = "PH0328";
    public const string BuildFailed = "PH0329";
    public const string NativeConflict = "PH0330";

    public const string LoadFailed = "PH0401";
    public const string RegisterFailed = "PH0402";
    public const string ProvidesMismatch = "PH0403";
    public const string ConstructorFailed = "PH0404";
    public const string ConstructorShape = "PH0405";
    public const string OptionsContract = "PH0406";
    public const string CheckFailed = "PH0407";
    public const string ObserverFailed = "PH0408";
    public const string DisposeFailed = "PH0409";
    public const string DisposeDeadline = "PH0410";
    public const string StaysLoaded = "PH0411";
    public const string CheckedByRunOnly = "PH0412";
    public const string PreparesNoData = "PH0413";

    public const string RunFailed = "PH0501";
    public const string Stopped = "PH0502";
    public const string StopDeadline = "PH0503";
    public const string PluginsChanged = "PH0504";
    public const string EndNotRecorded = "PH0505";
    public const string ObserverHangs = "PH0506";
    public const string ReportNotWritten = "PH0507";

    public const string ComparisonUnreadable = "PH0601";
    public const string ComparisonSyntax = "PH0602";
    public const string ComparisonKeyUnknown = "PH0603";
    public const string ComparisonKeyMissing = "PH0604";
    public const string ComparisonValue = "PH0605";
    public const string UnknownAxis = "PH0606";
    public const string EmptyGrid = "PH0607";
    public const string CellNamedTwice = "PH0608";
    public const string CellChanged = "PH0609";
    public const string ComparisonBusy = "PH0610";
    public const string BudgetTooSmall = "PH0611";
    public const string NotTuned = "PH0612";
    public const string TunedOnEvaluation = "PH0613";
    public const string HalvesOverlap = "PH0614";
    public const string ComparisonFiles = "PH0615";

    public const string NoSuchSource = "PH0701";
    public const string SourceUnreachable = "PH0702";
    public const string NoSuchPackage = "PH0703";
    public const string NotInstalled = "PH0704";
    public const string InstalledDifferently = "PH0705";
    public const string StoreUnwritable = "PH0706";
    public const string SourceInsecure = "PH0707";
    public const string NoTemplate = "PH0708";
    public const string NoPluginName = "PH0709";
    public const string ProjectOccupied = "PH0710";
    public const string InstallationIncomplete = "PH0711";

    public const string RuntimeFailed = "PH0801";
    public const string NoSdk = "PH0802";
    public const string RuntimePackage = "PH0803";
    public const string SharedBroken = "PH0804";

    public const string RunIncomplete = "PH0901";
    public const string NoApplication = "PH0902";
    public const string ApplicationFailed = "PH0903";
    public const string NoWeights = "PH0904";
    public const string ExportFailed = "PH0905";

    /// <summary>Whether a finding blames a plugin rather than the job.</summary>
    public static bool BlamesPlugin(string code) =>
        code.StartsWith("PH03", StringComparison.Ordinal)
        || (code.StartsWith("PH04", StringComparison.Ordinal) && code is not (CheckedByRunOnly or PreparesNoData));
}
