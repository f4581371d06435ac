"""What approval teams are asked about in one account and region, and what they have decided."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.arns import Arn, vault_name_of
from ..aws.identifiers import new_id
from ..kit.state import FamilyState, State, StateDict, StateList
from ..members import Members
from ..scenario.approvals import SESSION_SECONDS

# The VaultState of a vault for restore access, by the status of its session.
_STATES = {"PENDING": "CREATING", "APPROVED": "AVAILABLE", "FAILED": "FAILED"}
# In the place of a team that is not told.
_NO_TEAM = "arn:aws:mpa:::approval-team/"


class Decision(NamedTuple):
    """What a team decides, and when."""

    status: str
    message: str | None
    moment: float


class Session(State):
    """A request that a team decides about, until its session expires.

    operation: that made the request. subject: the name of its vault; for a revocation the ARN.
    decision: what will be decided, as time brings it.
    """

    def __init__(
        self, operation: str, team_arn: str, subject: str, initiated: float, decision: Decision
    ) -> None:
        team = Arn.of(team_arn)
        session = team._replace(resource=f"session/{team.name}/{new_id()}")
        self.arn: str | None = ":".join(("arn", *session))
        self.operation = operation
        self.subject = subject
        self.initiated = initiated
        self.expires = initiated + SESSION_SECONDS
        self.decision = decision
        self.status = "PENDING"
        self.status_message: str | None = None

    def decide(self) -> None:
        self.status, self.status_message, _ = self.decision

    def members(self) -> Members:
        return {
            "MpaSessionArn": self.arn,
            "Status": self.status,
            "StatusMessage": self.status_message,
            "InitiationDate": self.initiated,
            "ExpiryDate": self.expires,
        }


def loaded_session(members: Mapping[str, Any], initiated: float) -> Session:
    """A session of a loaded account; nobody decides about it any more."""
    status, message = members.get("Status") or "PENDING", members.get("StatusMessage")
    expires = members.get("ExpiryDate") or initiated + SESSION_SECONDS
    session = Session("", _NO_TEAM, "", initiated, Decision(status, message, expires))
    session.arn = members.get("MpaSessionArn")
    session.expires = expires
    session.decide()
    return session


class Association(State):
    """The team of an air-gapped vault, or None once it was taken away.

    update: the latest request to change that. requested_arn: the team, or none, that it asks for.
    """

    def __init__(self, arn: str | None) -> None:
        self.arn = arn
        self.requested_arn: str | None = None
        self.update: Session | None = None


class RestoreAccess(State):
    """A vault for restore access; it shows the recovery points of its source once a team has approved.

    arn, vault_name: of the vault. request: what it was made by. session: of the approval.
    number: its position in lists of its source's.
    approved: when, or None. revocation: the latest request to take the access away.
    """

    def __init__(
        self, arn: str, created: float, request: Mapping[str, Any], session: Session
    ) -> None:
        self.arn = arn
        self.vault_name = vault_name_of(arn)
        self.source_arn: str = request["SourceBackupVaultArn"]
        self.created = created
        self.request = request
        self.session = session
        self.number = 0
        self.approved: float | None = None
        self.revocation: Session | None = None

    @property
    def vault_state(self) -> str:
        return _STATES[self.session.status]


class ApprovalTeams(FamilyState):
    """associations: the teams of air-gapped vaults, by the names of these.
    accesses: the vaults for restore access that are here, by their names.
    granted: those whose source is here, in whichever account, by their ARNs.
    """

    def __init__(self) -> None:
        self.associations: StateDict[str, Association] = StateDict()
        self.accesses: StateDict[str, RestoreAccess] = StateDict()
        self.granted: StateDict[str, RestoreAccess] = StateDict()
        self._pending: StateList[Session] = StateList()
        self._last_number = 0

    def associate(self, vault_name: str, arn: str) -> None:
        """Give a vault without a team one."""
        association = self.associations.get(vault_name)
        if association is None:
            self.associations[vault_name] = Association(arn)
        else:
            association.arn = arn

    def grant(self, access: RestoreAccess) -> None:
        """Keep a vault for restore access to a source that is here, behind all others."""
        self._last_number += 1
        access.number = self._last_number
        self.granted[access.arn] = access

    def granted_by(self, vault_name: str) -> list[RestoreAccess]:
        """The vaults for restore access to a vault that is here."""
        granted = self.granted.values()
        return [access for access in granted if vault_name_of(access.source_arn) == vault_name]

    def team_of(self, vault_name: str) -> str | None:
        association = self.associations.get(vault_name)
        return None if association is None else association.arn

    def source_of(self, vault_name: str) -> str | None:
        """The ARN of the vault whose recovery points a vault here shows, or None where it shows its own."""
        access = self.accesses.get(vault_name)
        return None if access is None or access.approved is None else access.source_arn

    def members_of(self, vault_name: str) -> Members:
        """What DescribeBackupVault tells of teams and access beside the vault's own members."""
        members: Members = {}
        association, access = self.associations.get(vault_name), self.accesses.get(vault_name)
        if association is not None:
            members["MpaApprovalTeamArn"] = association.arn
            if association.update is not None:
                members["LatestMpaApprovalTeamUpdate"] = association.update.members()
        if access is not None:
            members["SourceBackupVaultArn"] = access.source_arn
            members["MpaSessionArn"] = access.session.arn
            members["VaultState"] = access.vault_state
        return members

    def begin(self, session: Session) -> None:
        """Let a session wait for its decision."""
        self._pending.append(session)
        self._set_first_due()

    def end(self, session: Session) -> None:
        self._pending.remove(session)
        self._set_first_due()

    def decided_by(self, now: float) -> list[Session]:
        """The sessions that wait for a decision which has come by now, in the order of these."""
        decided = [session for session in self._pending if session.decision.moment <= now]
        return sorted(decided, key=attrgetter("decision.moment"))

    def forget_sessions(self, subject: str) -> None:
        """Let nobody decide any more about a vault."""
        for session in list(self._pending):
            if session.subject == subject:
                self.end(session)

    def _set_first_due(self) -> None:
        moments = (session.decision.moment for session in self._pending)
        self.first_due = min(moments, default=timestamps.NEVER)
