namespace PluginHost.PreparedData.Tests;

/// <summary>Files that are no store, or not the one that was written. Changes are made with Python's sqlite3, as a stranger would make them.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Opening().ShouldContain("STO0001 there is no '");
        Directory.CreateDirectory(_store.File);
        Opening().ShouldContain("is a folder");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"name\": \"a job\" }")]
    [InlineData("SQLite format 4")]
    public void Another_file_is_no_store_and_is_never_replaced(string content)
    {
        File.WriteAllText(_store.File, content);
        Opening().ShouldStartWith("STO0002");
        if (content.Length == 0) return;
        foreach (var restart in (bool[])[false, true]) Should.Throw<JobException>(() => _store.Open(restart)).Findings[0].Code.ShouldBe("STO0002");
        File.ReadAllText(_store.File).ShouldBe(content);
    }

    [Fact]
    public void A_database_of_another_program_is_no_store_and_is_never_replaced()
    {
        Change("CREATE TABLE samples (id TEXT)");
        Opening().ShouldContain("a database of another program");
        foreach (var restart in (bool[])[false, true]) Should.Throw<JobException>(() => _store.Open(restart)).Findings[0].Code.ShouldBe("STO0002");
        Change("INSERT INTO samples VALUES ('still here')");
    }

    [Fact]
    public void A_newer_format_is_told_with_both_numbers()
    {
        _store.Written();
        Change("PRAGMA user_version = 2");
        Opening().ShouldStartWith("STO0003");
        Opening().ShouldContain("format 2 Expected: format 1 at most");
        Should.Throw<JobException>(() => _store.Open()).Findings[0].Code.ShouldBe("STO0003");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(20_000)]
    [InlineData(-1)]
    public void A_store_that_was_cut_short_is_damaged(int length)
    {
        _store.Written();
        var bytes = File.ReadAllBytes(_store.File);
        File.WriteAllBytes(_store.File, bytes[..(length < 0 ? bytes.Length + length : length)]);
        Opening().ShouldStartWith("STO0005");
    }

    [Theory]
    [InlineData("UPDATE samples SET labels = '[1]' WHERE place = 0")]
    [InlineData("UPDATE samples SET id = 'other' WHERE place = 5")]
    [InlineData("UPDATE samples SET domain = 'there' WHERE place = 0")]
    [InlineData("DELETE FROM samples WHERE place = 7")]
    [InlineData("UPDATE info SET value = '[\"a\", \"b\"]' WHERE key = 'classes'")]
    [InlineData("UPDATE info SET value = '16000' WHERE key = 'audioRate'")]
    [InlineData("UPDATE tensors SET shape = '[1, 800]' WHERE name = 'audio' AND sample = 0")]
    [InlineData("UPDATE tensors SET sha256 = x'00' WHERE name = 'audio' AND sample = 0")]
    [InlineData("DELETE FROM tensors WHERE name = 'audio' AND sample = 3")]
    [InlineData("DROP TABLE faulty")]
    public void A_changed_list_is_noticed_when_the_store_is_opened(string change)
    {
        _store.Written();
        Change(change);
        Opening().ShouldStartWith("STO0005");
    }

    [Theory]
    [InlineData("UPDATE tensors SET data = zeroblob(length(data)) WHERE name = 'audio' AND sample = 2")]
    [InlineData("UPDATE tensors SET data = substr(data, 2) WHERE name = 'frames' AND sample = 2")]
    [InlineData("UPDATE tensors SET data = data || x'00' WHERE name = 'audio' AND sample = 2")]
    public void Changed_content_is_noticed_when_its_sample_is_loaded_and_others_are_not_touched(string change)
    {
        _store.Written();
        Change(change);
        using var database = SampleDatabase.Open(_store.File);
        database.Load(Store.Samples[1]).Dispose();
        var finding = Should.Throw<JobException>(() => database.Load(Store.Samples[2])).Findings[0];
        finding.Code.ShouldBe("STO0005");
        finding.What.ShouldContain(Store.Ids[2]);
    }

    [Fact]
    public void A_transaction_that_was_cut_off_makes_the_store_incomplete_until_it_is_gone_on_with()
    {
        _store.Written();
        // Python dies in the middle of a transaction that is on the disk in part: its journal stays.
        Store.Python(
            "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None); db.execute('PRAGMA cache_size = 1'); db.execute('BEGIN')\n"
            + "db.execute('UPDATE tensors SET data = zeroblob(400000)'); os._exit(0)",
            _store.File);
        File.Exists(_store.File + "-journal").ShouldBeTrue();
        Opening().ShouldContain("STO0004");
        using (var writer = _store.Open()) writer.Missing.ShouldBeEmpty();
        File.Exists(_store.File + "-journal").ShouldBeFalse();
        using var database = SampleDatabase.Open(_store.File);
        foreach (var sample in Store.Samples) database.Load(sample).Dispose();
    }

    private string Opening() => Should.Throw<JobException>(() => SampleDatabase.Open(_store.File)).Findings[0].ToString();

    private void Change(string sql) => Store.Python("import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()", _store.File, sql);
}
