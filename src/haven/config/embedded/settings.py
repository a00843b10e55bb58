"""Settings of the server, computed from the machine."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1024 * 1024
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - asked for its size only


def server_settings(socket_folder: Path, *, fast: bool, memory: int | None = None) -> dict[str, str]:
    """What the server is started with. `fast` gives up safety of the files for speed: for tests only."""
    settings = {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "cluster_name": "haven",
        "jit": "off",
        "dynamic_shared_memory_type": "posix" if _has_room(SHARED_MEMORY) else "mmap",
        # Statements and values hold people's names and addresses: the log has neither, and no errors of statements.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "logging_collector": "off",
        **memory_settings(machine_memory() if memory is None else memory, fast=fast),
    }
    if fast:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            # A database of a test lives for minutes, and a vacuum of it by the server stands in the way of dropping it.
            "autovacuum": "off",
        }
    return settings


def memory_settings(memory: int, *, fast: bool = False) -> dict[str, str]:
    """Shares of the machine's memory, within bounds that leave room for Haven itself and for a second checkout."""
    buffers = _between(64, memory // MEGABYTE // 4, 256 if fast else 2048)
    return {
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(128, memory // MEGABYTE // 2)}MB",
        "work_mem": f"{_between(4, memory // MEGABYTE // 400, 64)}MB",
        "maintenance_work_mem": f"{_between(32, memory // MEGABYTE // 16, 1024)}MB",
    }


def machine_memory() -> int:
    """Bytes that this process may use: the machine's memory, or the least limit of the control groups it is in."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([total, *_group_limits(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))])


def _group_limits(membership: Path, groups: Path) -> list[int]:
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return []
    limits = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            root, name = groups, "memory.max"
        elif controllers == "memory":
            root, name = groups / "memory", "memory.limit_in_bytes"
        else:
            continue
        group = root / path.lstrip("/")
        for folder in (group, *group.parents):
            if folder.is_relative_to(root):
                limits.extend(_number(folder / name))
    return limits


def _number(path: Path) -> list[int]:
    try:
        text = path.read_text().strip()
    except OSError:
        return []
    return [int(text)] if text.isascii() and text.isdigit() and int(text) > 0 else []


def _has_room(folder: Path) -> bool:
    """Whether shared memory fits there: small containers have 64 MB, too little for building an index in parallel."""
    try:
        status = os.statvfs(folder)
    except OSError:
        return False
    return status.f_frsize * status.f_blocks >= 1024 * MEGABYTE


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
