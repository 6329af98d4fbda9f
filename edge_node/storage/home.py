"""Where under its home directory a node keeps what."""

from dataclasses import dataclass
from pathlib import Path

from shared.wire.codec import Role


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one node; nothing is kept anywhere else."""

    root: Path

    def folders(self) -> tuple[Path, ...]:
        """Return every folder in which this node keeps files."""
        return self.root, self.device_key.parent, self.former_policies, self.attestations.parent

    @property
    def device_key(self) -> Path:
        """The Ed25519 device key, 32 bytes."""
        return self.root / "keys" / "device.key"

    def key_list(self, role: Role) -> Path:
        """The aggregator's signed key list, as it was received."""
        return self.root / "keys" / f"{role}.json"

    @property
    def pairing(self) -> Path:
        """Who this node is to whom, and which root keys it pinned."""
        return self.root / "pairing.json"

    @property
    def policy(self) -> Path:
        """The signed policy bundle, as it was received."""
        return self.root / "policy.json"

    def former_policy(self, policy_hash: bytes) -> Path:
        """A signed bundle that was replaced while epochs begun under it were still open."""
        return self.former_policies / f"{policy_hash.hex()}.json"

    @property
    def former_policies(self) -> Path:
        """The folder of replaced bundles."""
        return self.root / "former-policies"

    @property
    def policy_times(self) -> Path:
        """When this node took up which version of the policy."""
        return self.root / "policy-times.json"

    @property
    def running_policy(self) -> Path:
        """Under which version this node measures, and who has heard so."""
        return self.root / "running-policy.json"

    @property
    def helper_log(self) -> Path:
        """The longest checkpoint of the helper's audit log that was seen, a signed note."""
        return self.root / "helper-log.note"

    @property
    def layout(self) -> Path:
        """The layout the leader was told of."""
        return self.root / "layout.json"

    @property
    def journal(self) -> Path:
        """The journal."""
        return self.root / "journal.sqlite3"

    @property
    def model(self) -> Path:
        """The model that all stores share, as it was received."""
        return self.root / "model.json"

    @property
    def now_door(self) -> Path:
        """The socket at which a node at work is asked what is happening now."""
        return self.root / "now.sock"

    @property
    def console_page(self) -> Path:
        """What leads a browser of this machine to the console that runs; gone with it."""
        return self.root / "console.html"

    @property
    def begun(self) -> Path:
        """Since when the node measures."""
        return self.root / "begun.json"

    @property
    def preview_log(self) -> Path:
        """Who asked for previews: one JSON object a line."""
        return self.root / "audit.jsonl"

    @property
    def site(self) -> Path:
        """The site file as it was given at pairing."""
        return self.root / "site.toml"

    @property
    def attestations(self) -> Path:
        """Who looked at which camera's sign, and until when that holds."""
        return self.root / "consent" / "attestations.json"

    @property
    def pauses(self) -> Path:
        """Who paused the store, and until when."""
        return self.root / "consent" / "pauses.json"

    @property
    def learning_stops(self) -> Path:
        """Who switched learning off here, and until when."""
        return self.root / "consent" / "learning.json"

    @property
    def told_signs(self) -> Path:
        """What the aggregators have heard about signs."""
        return self.root / "consent" / "told-signs.json"

    @property
    def objections(self) -> Path:
        """What was objected to and what was done; no objector."""
        return self.root / "consent" / "objections.json"

    @property
    def receipts(self) -> Path:
        """Consents given to panels and taken back; no name."""
        return self.root / "consent" / "receipts.json"

    @property
    def decommissioned(self) -> Path:
        """What is left when the store is given up: receipts."""
        return self.root / "decommissioned.json"

    def files(self) -> list[Path]:
        """Return every file of this node that is there, keys first; what others put beside is none of it."""
        named = {getattr(self, name) for name, of in vars(Home).items() if isinstance(of, property)}
        beside = {self.journal.with_name(self.journal.name + end) for end in ("-wal", "-shm")}
        inside = {path for folder in self.folders()[1:] if folder.is_dir() for path in folder.iterdir()}
        found = {path for path in named | beside | inside if path.is_file()}
        return sorted(found, key=lambda path: (path.parent != self.device_key.parent, str(path)))
