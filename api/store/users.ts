import { Schema, type Connection } from 'mongoose';
import type { UserId, WorkspaceId } from '../../runtime/contract/index.ts';
import type { Role } from '../http/access.ts';
import { isDuplicate } from './duplicates.ts';

type UserDocument = {
  _id: string;
  workspaceId: string;
  email: string;
  /** Lower case: what is compared. */
  emailKey: string;
  name: string;
  role: string;
  language: string;
  passwordHash: string;
  createdAt: Date;
  disabledAt?: Date;
};

export const userSchema = new Schema<UserDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    email: { type: String, required: true },
    emailKey: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    language: { type: String, required: true },
    passwordHash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    disabledAt: Date,
  },
  { collection: 'users', versionKey: false, autoIndex: false },
);
// One person of a workspace per e-mail address.
userSchema.index({ workspaceId: 1, emailKey: 1 }, { name: 'email-in-workspace', unique: true });
// Signing in names no workspace: all people with this address.
userSchema.index({ emailKey: 1 }, { name: 'email' });

export type UserRecord = {
  id: UserId;
  workspaceId: WorkspaceId;
  email: string;
  name: string;
  role: Role;
  language: string;
};
export type UserWithPassword = UserRecord & { passwordHash: string };

/** An address may belong to a person of several workspaces; more than this are not tried when signing in. */
const mostAccountsOfOneAddress = 5;

export type UserRepository = {
  read(workspaceId: WorkspaceId, id: UserId): Promise<UserRecord | undefined>;
  /** Names by id, of those who have left too; unknown ids are absent. */
  names(workspaceId: WorkspaceId, ids: readonly string[]): Promise<Map<string, string>>;
  /** Addresses of those who own the workspace. */
  owners(workspaceId: WorkspaceId): Promise<string[]>;
  setLanguage(workspaceId: WorkspaceId, id: UserId, language: string): Promise<UserRecord | undefined>;
  /** Across workspaces, since signing in names none. */
  byEmail(email: string): Promise<UserWithPassword[]>;
  /** False when somebody of the workspace has this address already. */
  create(workspaceId: WorkspaceId, user: Omit<UserWithPassword, 'workspaceId'>): Promise<boolean>;
};

export const emailKeyOf = (email: string): string => email.trim().toLowerCase();

export function createUserRepository(connection: Connection): UserRepository {
  const users = connection.model('User', userSchema);
  return {
    async read(workspaceId, id) {
      const document = await users.findOne({ _id: id, workspaceId, disabledAt: { $exists: false } }).lean();
      return document ? recordOf(document) : undefined;
    },
    async names(workspaceId, ids) {
      const found = await users.find({ _id: { $in: [...ids] }, workspaceId }, { name: 1 }).lean();
      return new Map(found.map(({ _id, name }) => [_id, name]));
    },
    async owners(workspaceId) {
      const found = await users
        .find({ workspaceId, role: 'owner', disabledAt: { $exists: false } }, { email: 1 })
        .sort({ createdAt: 1 })
        .limit(20)
        .lean();
      return found.map(({ email }) => email);
    },
    async setLanguage(workspaceId, id, language) {
      const document = await users
        .findOneAndUpdate({ _id: id, workspaceId }, { $set: { language } }, { returnDocument: 'after' })
        .lean();
      return document ? recordOf(document) : undefined;
    },
    async byEmail(email) {
      const found = await users
        .find({ emailKey: emailKeyOf(email), disabledAt: { $exists: false } })
        .sort({ createdAt: 1 })
        .limit(mostAccountsOfOneAddress)
        .lean();
      return found.map((document) => ({ ...recordOf(document), passwordHash: document.passwordHash }));
    },
    async create(workspaceId, { id, email, ...rest }) {
      try {
        await users.create({
          _id: id,
          workspaceId,
          email,
          emailKey: emailKeyOf(email),
          ...rest,
          createdAt: new Date(),
        });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
  };
}

const recordOf = ({ _id, workspaceId, email, name, role, language }: UserDocument): UserRecord => ({
  id: _id as UserId,
  workspaceId: workspaceId as WorkspaceId,
  email,
  name,
  role: role as Role,
  language,
});
