namespace SamlSp.AspNetCore;

/// <summary>
/// A part of the open connections, linked with each other so that adding and removing one takes a lock and a few pointers.
/// </summary>
internal sealed class OpenConnectionList
{
    private readonly Lock _lock = new();
    private OpenConnection? _first;

    /// <summary>Adds a connection that is in no list.</summary>
    public void Add(OpenConnection connection)
    {
        lock (_lock)
        {
            connection.List = this;
            connection.Next = _first;
            if (_first is not null)
            {
                _first.Previous = connection;
            }

            _first = connection;
        }
    }

    /// <summary>Removes a connection, if it is still there.</summary>
    public void Remove(OpenConnection connection)
    {
        lock (_lock)
        {
            if (connection.List is null)
            {
                return;
            }

            if (connection.Previous is { } previous)
            {
                previous.Next = connection.Next;
            }
            else
            {
                _first = connection.Next;
            }

            if (connection.Next is { } next)
            {
                next.Previous = connection.Previous;
            }

            connection.List = null;
            connection.Previous = connection.Next = null;
        }
    }

    /// <summary>Adds the connections that a sweep has met before to a list, and marks the others as met.</summary>
    public void CopyOldTo(List<OpenConnection> old)
    {
        lock (_lock)
        {
            for (var connection = _first; connection is not null; connection = connection.Next)
            {
                if (connection.IsOld)
                {
                    old.Add(connection);
                }

                connection.IsOld = true;
            }
        }
    }

    /// <summary>Adds all connections to a list.</summary>
    public void CopyTo(List<OpenConnection> all)
    {
        lock (_lock)
        {
            for (var connection = _first; connection is not null; connection = connection.Next)
            {
                all.Add(connection);
            }
        }
    }
}
