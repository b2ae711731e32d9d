namespace PluginHost.Tensors.Pickles;

/// <summary>
/// Runs a pickle (protocols 2 to 5, by the format's specification) with a short list of names. Nothing that it says can reach beyond
/// dictionaries, lists, tuples, plain values and tensors over records of the same file.
/// </summary>
internal sealed class Unpickler(byte[] pickle, PickleNames globals, PickleFault fault)
{
    private const int NewestProtocol = 5;
    private readonly PickleReader _reader = new(pickle, fault);
    private readonly PickleStack _stack = new(fault);

    /// <summary>Runs to the end.</summary>
    /// <returns>The one value that is left.</returns>
    internal object? Run()
    {
        while (true)
        {
            var code = (Opcode)_reader.Byte();
            if (code == Opcode.Stop) break;
            if (!Value(code) && !Container(code) && !Reference(code)) throw Refused(code);
        }

        var root = _stack.Pop();
        return _stack.Count == 0 ? root : throw fault.Of($"its pickle leaves {_stack.Count} values behind");
    }

    private bool Value(Opcode code)
    {
        switch (code)
        {
            case Opcode.None: _stack.Push(null); break;
            case Opcode.NewTrue: _stack.Push(true); break;
            case Opcode.NewFalse: _stack.Push(false); break;
            case Opcode.BinInt: _stack.Push((long)_reader.Int32()); break;
            case Opcode.BinInt1: _stack.Push((long)_reader.Byte()); break;
            case Opcode.BinInt2: _stack.Push((long)_reader.UInt16()); break;
            case Opcode.Long1: _stack.Push(_reader.Integer(_reader.Byte())); break;
            case Opcode.Long4: _stack.Push(_reader.Integer(_reader.Int32())); break;
            case Opcode.BinFloat: _stack.Push(_reader.Float()); break;
            case Opcode.ShortBinUnicode: _stack.Push(_reader.Text(_reader.Byte())); break;
            case Opcode.BinUnicode: _stack.Push(_reader.Text((ulong)_reader.UInt32())); break;
            case Opcode.BinUnicode8: _stack.Push(_reader.Text(_reader.UInt64())); break;
            case Opcode.ShortBinBytes: _stack.Push(_reader.Bytes(_reader.Byte())); break;
            case Opcode.BinBytes: _stack.Push(_reader.Bytes((ulong)_reader.UInt32())); break;
            case Opcode.ShortBinString when globals.HasByteTexts: _stack.Push(_reader.ByteText(_reader.Byte())); break;
            case Opcode.BinString when globals.HasByteTexts: _stack.Push(_reader.ByteText(_reader.UInt32())); break;
            case Opcode.BinBytes8 or Opcode.ByteArray8: _stack.Push(_reader.Bytes(_reader.UInt64())); break;
            default: return false;
        }

        return true;
    }

    private bool Container(Opcode code)
    {
        switch (code)
        {
            case Opcode.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case Opcode.Tuple: _stack.Push(_stack.PopToMark()); break;
            case Opcode.Tuple1 or Opcode.Tuple2 or Opcode.Tuple3: _stack.Push(_stack.Pop(code - Opcode.Tuple1 + 1)); break;
            case Opcode.EmptyList: _stack.Push(new List<object?>()); break;
            case Opcode.List: _stack.Push(new List<object?>(_stack.PopToMark())); break;
            case Opcode.Append: Extend(_stack.Pop(1)); break;
            case Opcode.Appends: Extend(_stack.PopToMark()); break;
            case Opcode.EmptyDict: _stack.Push(new Dictionary<object, object?>(PickleKeys.Instance)); break;
            case Opcode.Dict: _stack.Push(Fill(new Dictionary<object, object?>(PickleKeys.Instance), Values())); break;
            case Opcode.SetItem: SetItems(_stack.Pop(2)); break;
            case Opcode.SetItems: SetItems(Values()); break;
            default: return false;
        }

        return true;
    }

    private bool Reference(Opcode code)
    {
        switch (code)
        {
            case Opcode.Proto: CheckProtocol(_reader.Byte()); break;
            case Opcode.Frame: _ = _reader.UInt64(); break;
            case Opcode.Mark: _stack.PushMark(); break;
            case Opcode.Pop: _ = _stack.Pop(); break;
            case Opcode.PopMark: _ = _stack.PopToMark(); break;
            case Opcode.Dup: _stack.Push(_stack.Top()); break;
            case Opcode.BinPut: _stack.Remember(_reader.Byte()); break;
            case Opcode.LongBinPut: _stack.Remember(_reader.UInt32()); break;
            case Opcode.Memoize: _stack.Remember(); break;
            case Opcode.BinGet: _stack.Push(_stack.Recall(_reader.Byte())); break;
            case Opcode.LongBinGet: _stack.Push(_stack.Recall(_reader.UInt32())); break;
            case Opcode.Global: Global(_reader.Line(), _reader.Line()); break;
            case Opcode.StackGlobal: Global(_stack.Pop(2)); break;
            case Opcode.BinPersId: _stack.Push(globals.Storage(_stack.Pop())); break;
            case Opcode.Reduce: Call(_stack.Pop(2)); break;
            case Opcode.Build: Build(_stack.Pop()); break;
            default: return false;
        }

        return true;
    }

    private object?[] Values() => _stack.PopToMark();
    private void Extend(object?[] values) => Extend(_stack.Top(), values);
    private void SetItems(object?[] pairs) => Fill(_stack.Top(), pairs);

    private void CheckProtocol(byte protocol)
    {
        if (protocol > NewestProtocol) throw fault.Of($"its pickle is of protocol {protocol}; protocols up to {NewestProtocol} are read");
    }

    private void Global(string module, string name) => _stack.Push(globals.Find(module, name));

    private void Global(object?[] names)
    {
        if (names is not [string module, string name]) throw fault.Of("its pickle refers to a name that is no text");

        Global(module, name);
    }

    private void Call(object?[] parts)
    {
        if (parts is not [AllowedGlobal { Call: { } function }, object?[] arguments])
        {
            var what = parts[0] is AllowedGlobal global ? global.Name : "a value that is no function";
            throw fault.Of($"its pickle calls {what}, which is refused");
        }

        _stack.Push(function(arguments));
    }

    private void Build(object? state)
    {
        if (!globals.Build(_stack.Top(), state)) throw fault.Of("its pickle sets the state of something that may have none, which is refused");
    }

    private InvalidDataException Refused(Opcode code) => code == Opcode.Inst
        ? globals.Refused($"{_reader.Line()}.{_reader.Line()}")
        : fault.Of(Enum.IsDefined(code)
            ? $"its pickle makes an object ({code}), which is refused: {globals.Holds}"
            : $"its pickle has the operation 0x{(byte)code:x2} at byte {_reader.Position - 1}, which is refused");

    private void Extend(object? target, object?[] values)
    {
        if (target is not List<object?> list) throw fault.Of("its pickle appends to something other than a list");

        list.AddRange(values);
    }

    // Sets keys and values that follow each other.
    private object Fill(object? target, object?[] pairs)
    {
        if (target is not Dictionary<object, object?> dictionary || pairs.Length % 2 != 0)
            throw fault.Of("its pickle sets items of something other than a dictionary");

        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is not (string or long or double or bool))
                throw fault.Of("a dictionary in it has a key that is neither a text nor a number");

            dictionary[pairs[i]!] = pairs[i + 1];
        }

        return dictionary;
    }
}

/// <summary>Operations of a pickle. Those of the second part make objects of any class and are never carried out.</summary>
internal enum Opcode : byte
{
    Mark = (byte)'(', Stop = (byte)'.', Pop = (byte)'0', PopMark = (byte)'1', Dup = (byte)'2', BinInt = (byte)'J', BinInt1 = (byte)'K',
    BinInt2 = (byte)'M', None = (byte)'N', BinPersId = (byte)'Q', Reduce = (byte)'R', BinUnicode = (byte)'X', Append = (byte)'a',
    Build = (byte)'b', Global = (byte)'c', Dict = (byte)'d', EmptyDict = (byte)'}', Appends = (byte)'e', BinGet = (byte)'h',
    LongBinGet = (byte)'j', List = (byte)'l', EmptyList = (byte)']', BinPut = (byte)'q', LongBinPut = (byte)'r', SetItem = (byte)'s',
    Tuple = (byte)'t', EmptyTuple = (byte)')', SetItems = (byte)'u', BinFloat = (byte)'G', BinBytes = (byte)'B',
    ShortBinBytes = (byte)'C', Proto = 0x80, Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87, NewTrue = 0x88, NewFalse = 0x89, Long1 = 0x8a,
    Long4 = 0x8b, ShortBinUnicode = 0x8c, BinUnicode8 = 0x8d, BinBytes8 = 0x8e, StackGlobal = 0x93, Memoize = 0x94, Frame = 0x95,
    ByteArray8 = 0x96, ShortBinString = (byte)'U', BinString = (byte)'T',

    Inst = (byte)'i', Obj = (byte)'o', PersId = (byte)'P', NewObj = 0x81, Ext1 = 0x82, Ext2 = 0x83, Ext4 = 0x84, NewObjEx = 0x92,
}
